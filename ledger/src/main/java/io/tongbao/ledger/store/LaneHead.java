package io.tongbao.ledger.store;

/**
 * Where a lane stands.
 *
 * @param token fencing token of the owner
 * @param seq number of its last batch, 0 for none
 * @param lastTs microseconds since 1970; every later transfer of the lane is after it
 * @param hash of its last batch
 * @param alone whether no other lane of the database is leased now
 */
public record LaneHead(int lane, long token, long seq, long lastTs, byte[] hash, boolean alone) {

    public LaneHead {
        hash = hash.clone();
    }

    @Override
    public byte[] hash() {
        return hash.clone();
    }
}
