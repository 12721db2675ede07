package io.tongbao.ledger.commit;

import java.util.concurrent.atomic.LongAdder;

/** Counters of all lanes of a node, for metrics. */
public final class LaneStatistics {

    private final LongAdder batches = new LongAdder();
    private final LongAdder postings = new LongAdder();
    private final LongAdder transfers = new LongAdder();
    private final LongAdder overloads = new LongAdder();
    private final LongAdder busyNanos = new LongAdder();

    void committed(int postingCount, int transferCount, long nanos) {
        batches.increment();
        postings.add(postingCount);
        transfers.add(transferCount);
        busyNanos.add(nanos);
    }

    void overloaded() {
        overloads.increment();
    }

    public long batches() {
        return batches.sum();
    }

    public long postings() {
        return postings.sum();
    }

    public long transfers() {
        return transfers.sum();
    }

    /** Postings answered OVERLOADED because a lane was full. */
    public long overloads() {
        return overloads.sum();
    }

    /** Nanoseconds that lanes spent in transactions. */
    public long busyNanos() {
        return busyNanos.sum();
    }
}
