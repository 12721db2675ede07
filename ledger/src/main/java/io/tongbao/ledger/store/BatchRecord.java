package io.tongbao.ledger.store;

import io.tongbao.ledger.BatchStamp;
import java.math.BigInteger;

/**
 * A batch's row in the audit chain.
 *
 * @param count transfers in it
 * @param amountSum of them, minor units
 */
public record BatchRecord(
        BatchStamp stamp, int count, BigInteger amountSum, byte[] merkleRoot, byte[] prevHash, byte[] hash) {

    public BatchRecord {
        merkleRoot = merkleRoot.clone();
        prevHash = prevHash.clone();
        hash = hash.clone();
    }

    @Override
    public byte[] merkleRoot() {
        return merkleRoot.clone();
    }

    @Override
    public byte[] prevHash() {
        return prevHash.clone();
    }

    @Override
    public byte[] hash() {
        return hash.clone();
    }

    /** {@code ts} of the last thing in the batch: the lane goes on after it. */
    public long lastTs() {
        return stamp.ts() + Math.max(0, count - 1);
    }
}
