package io.tongbao.bank.iso8583.sandbox;

import java.util.concurrent.atomic.LongAdder;

/** Counters of one face. */
final class FaceCounters {

    final LongAdder connections = new LongAdder();
    final LongAdder requests = new LongAdder();
    final LongAdder badMac = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder oversized = new LongAdder();
    final LongAdder replayed = new LongAdder();

    FaceStatistics snapshot() {
        return new FaceStatistics(
                connections.sum(), requests.sum(), badMac.sum(), malformed.sum(), oversized.sum(), replayed.sum());
    }
}
