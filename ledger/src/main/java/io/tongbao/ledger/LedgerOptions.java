package io.tongbao.ledger;

import java.time.Duration;

/**
 * How a node runs its lanes.
 *
 * @param nodeName tells nodes on one database apart; a node that comes back under its old name takes its lanes back at once
 * @param lanes serial commit streams of this node, 1 to 64
 * @param maxBatch most postings in one commit, 1 to 20000
 * @param queueCapacity postings that may wait in one lane; one more is answered OVERLOADED
 * @param lease how long a silent node keeps its lanes
 * @param outageTolerance how long a batch waits for a lost database before its postings are answered OUTCOME_UNKNOWN
 */
public record LedgerOptions(
        String nodeName, int lanes, int maxBatch, int queueCapacity, Duration lease, Duration outageTolerance) {

    public LedgerOptions {
        if (nodeName.isBlank() || nodeName.length() > 100) {
            throw new IllegalArgumentException("node name must be 1 to 100 characters");
        }
        if (lanes < 1 || lanes > 64) {
            throw new IllegalArgumentException("lanes must be 1 to 64");
        }
        if (maxBatch < 1 || maxBatch > 20_000) {
            throw new IllegalArgumentException("maxBatch must be 1 to 20000");
        }
        if (queueCapacity < maxBatch) {
            throw new IllegalArgumentException("queueCapacity must be at least maxBatch");
        }
    }

    /**
     * One lane: accounts that a batch holds keep other lanes waiting, so a second lane of the same node adds contention
     * before it adds speed, and a lane that is alone on its database can remember accounts (see docs/adr).
     */
    public static LedgerOptions defaults(String nodeName) {
        return new LedgerOptions(nodeName, 1, 4_000, 16_000, Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    public LedgerOptions withLanes(int count) {
        return new LedgerOptions(nodeName, count, maxBatch, queueCapacity, lease, outageTolerance);
    }

    public LedgerOptions withMaxBatch(int postings) {
        return new LedgerOptions(nodeName, lanes, postings, Math.max(queueCapacity, postings), lease, outageTolerance);
    }
}
