package io.tongbao.bank.iso8583;

import java.util.concurrent.atomic.LongAdder;

/** Counters of one bank's connections. */
final class LinkCounters {

    final LongAdder sent = new LongAdder();
    final LongAdder answered = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder unmatched = new LongAdder();
    final LongAdder badMac = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder oversized = new LongAdder();
    final LongAdder replayed = new LongAdder();
    final LongAdder reconnects = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder unreported = new LongAdder();

    LinkStatistics snapshot(int inFlight, int reversalsWaiting) {
        return new LinkStatistics(
                sent.sum(),
                answered.sum(),
                late.sum(),
                unmatched.sum(),
                badMac.sum(),
                malformed.sum(),
                oversized.sum(),
                replayed.sum(),
                reconnects.sum(),
                refused.sum(),
                unreported.sum(),
                inFlight,
                reversalsWaiting);
    }
}
