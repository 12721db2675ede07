package io.tongbao.ledger.audit;

import io.tongbao.ledger.posting.AppliedTransfer;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One lane's transfers in their order, read beside the lane's batches. On the way it checks what concerns the lane alone:
 * gapless places (I10), the chain (I11), growing time (I9), whole chains of linked transfers (I6).
 */
final class LaneStream implements AutoCloseable {

    private static final String TRANSFERS = "SELECT " + JournalRow.COLUMNS + " FROM ledger.transfer t"
            + " WHERE lane = ? AND batch_seq > ? AND batch_seq <= ? ORDER BY batch_seq, ordinal";
    private static final String BATCHES = "SELECT seq, ts, count, amount_sum, merkle_root, prev_hash, hash"
            + " FROM ledger.batch WHERE lane = ? AND seq > ? AND seq <= ? ORDER BY seq";

    private final int lane;
    private final Findings findings;
    private final Cursor transfers;
    private final Cursor batches;
    private final JournalHash hashes = new JournalHash();
    private final MerkleAccumulator leaves = new MerkleAccumulator();
    private final WideSum sum = new WideSum();

    private @Nullable JournalRow row;
    private @Nullable BatchRow batch;
    private long lastSeq;
    private long lastTs;
    private byte[] lastHash;

    private @Nullable JournalRow previous;
    private @Nullable UUID group;
    private int groupSize;

    /** A batch as its table holds it. */
    private record BatchRow(
            long seq, long ts, int count, BigInteger amountSum, byte[] merkleRoot, byte[] prevHash, byte[] hash) {

        static BatchRow of(ResultSet rows) throws SQLException {
            return new BatchRow(
                    rows.getLong(1),
                    rows.getLong(2),
                    rows.getInt(3),
                    rows.getBigDecimal(4).toBigInteger(),
                    rows.getBytes(5),
                    rows.getBytes(6),
                    rows.getBytes(7));
        }
    }

    /** Where a lane stood after a batch that has been checked before. */
    record Mark(long seq, long lastTs, byte[] hash) {

        static final Mark START = new Mark(0, 0, JournalHash.genesis());
    }

    /**
     * @param after the batch after which to begin
     * @param toSeq the last batch to look at
     */
    LaneStream(Connection connection, int lane, Mark after, long toSeq, Findings findings) throws SQLException {
        this.lane = lane;
        this.findings = findings;
        this.lastSeq = after.seq;
        this.lastTs = after.lastTs;
        this.lastHash = after.hash;
        this.transfers = Cursor.open(connection, TRANSFERS, lane, after.seq, toSeq);
        this.batches = Cursor.open(connection, BATCHES, lane, after.seq, toSeq);
        advance();
    }

    /** Where the lane stands after what has been read. */
    Mark mark() {
        return new Mark(lastSeq, lastTs, lastHash);
    }

    int lane() {
        return lane;
    }

    /** The transfer at hand; null after the last. */
    @Nullable
    JournalRow row() {
        return row;
    }

    /** {@code ts} of the batch of {@link #row()}; its own when its batch is missing. */
    long batchTs() {
        JournalRow at = row;
        BatchRow of = batch;
        return of == null || at == null || of.seq != at.batchSeq() ? (at == null ? 0 : at.ts()) : of.ts;
    }

    void advance() throws SQLException {
        previous = row;
        row = transfers.next() ? JournalRow.of(transfers.rows()) : null;
        JournalRow at = row;
        long seq = at == null ? Long.MAX_VALUE : at.batchSeq();
        while (batch == null || batch.seq < seq) {
            if (batch != null) {
                seal(batch);
            }
            batch = batches.next() ? open(BatchRow.of(batches.rows())) : null;
            if (batch == null) {
                break;
            }
        }
        link(at);
        if (at != null) {
            place(at);
        }
    }

    private BatchRow open(BatchRow next) {
        findings.count("batches", 1);
        if (next.seq != lastSeq + 1) {
            long missing = lastSeq + 1;
            findings.broken(
                    Invariant.I10,
                    () -> "lane " + lane + ": batch " + missing + " is missing, " + next.seq + " follows");
        }
        if (next.ts <= lastTs) {
            long before = lastTs;
            findings.broken(
                    Invariant.I9,
                    () -> "lane " + lane + " batch " + next.seq + ": ts " + next.ts + " is not after " + before);
        }
        return next;
    }

    private void place(JournalRow at) {
        BatchRow of = batch;
        AppliedTransfer applied = at.applied();
        if (of == null || of.seq != at.batchSeq()) {
            findings.broken(
                    Invariant.I10,
                    () -> "transfer " + at.id() + ": there is no batch " + at.batchSeq() + " in lane " + lane);
            return;
        }
        int expected = leaves.count();
        if (applied.ordinal() != expected) {
            findings.broken(
                    Invariant.I10,
                    () -> "lane " + lane + " batch " + of.seq + ": place " + expected + " is missing, transfer "
                            + at.id() + " stands at " + applied.ordinal());
        }
        if (at.ts() != of.ts + applied.ordinal()) {
            findings.broken(
                    Invariant.I9,
                    () -> "transfer " + at.id() + ": ts " + at.ts() + " is not its batch's " + of.ts + " + its place "
                            + applied.ordinal());
        }
        leaves.add(hashes.leaf(applied));
        sum.add(applied.transfer().amount());
    }

    /** Everything of the batch has been read: it must be what its row and the chain say. */
    private void seal(BatchRow of) {
        int count = leaves.count();
        byte[] root = leaves.root();
        BigInteger total = sum.value();
        sum.clear();
        if (count != of.count) {
            findings.broken(
                    Invariant.I10,
                    () -> "lane " + lane + " batch " + of.seq + ": holds " + count + " transfers instead of "
                            + of.count);
        }
        if (!Arrays.equals(root, of.merkleRoot)) {
            chain(of, "Merkle root " + hex(of.merkleRoot) + " is not that of its transfers, " + hex(root));
        }
        if (!total.equals(of.amountSum)) {
            chain(of, "sum " + of.amountSum + " is not that of its transfers, " + total);
        }
        if (!Arrays.equals(of.prevHash, lastHash)) {
            chain(of, "follows hash " + hex(of.prevHash) + " instead of " + hex(lastHash));
        }
        byte[] body = hashes.body(lane, of.seq, of.ts, of.count, of.amountSum, of.merkleRoot);
        byte[] hash = hashes.link(of.prevHash, body);
        if (!Arrays.equals(hash, of.hash)) {
            chain(of, "hash " + hex(of.hash) + " is not that of its content, " + hex(hash));
        }
        lastSeq = of.seq;
        lastHash = of.hash;
        lastTs = of.ts + Math.max(0, of.count - 1);
    }

    private void chain(BatchRow of, String what) {
        findings.broken(Invariant.I11, () -> "lane " + lane + " batch " + of.seq + ": " + what);
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash, 0, Math.min(8, hash.length)) + "…";
    }

    /** A chain's transfers stand next to each other in one batch, the first gives the chain its id. */
    private void link(@Nullable JournalRow at) {
        JournalRow before = previous;
        UUID next = at == null ? null : at.applied().linkGroup();
        if (at != null && before != null && next != null && next.equals(group) && before.batchSeq() == at.batchSeq()) {
            groupSize++;
            if (!at.applied().requestHash().equals(before.applied().requestHash())) {
                findings.broken(
                        Invariant.I6, () -> "transfer " + at.id() + ": linked to " + next + " by another request");
            }
            return;
        }
        UUID ended = group;
        if (ended != null && groupSize < 2) {
            findings.broken(Invariant.I6, () -> "chain " + ended + ": only one of its transfers is there");
        }
        group = next;
        groupSize = 1;
        if (at == null) {
            return;
        }
        if (next != null && !next.equals(at.id())) {
            findings.broken(
                    Invariant.I6, () -> "transfer " + at.id() + ": stands apart from the first of its chain " + next);
        }
        if (before != null && before.applied().requestHash().equals(at.applied().requestHash())) {
            findings.broken(
                    Invariant.I6,
                    () -> "transfer " + at.id() + ": not linked to " + before.id() + " of the same request");
        }
    }

    /** After the last row: the lane's head must be the last batch. */
    void finish(long headSeq, long headTs, byte[] headHash) {
        if (headSeq != lastSeq) {
            findings.broken(
                    Invariant.I10,
                    () -> "lane " + lane + ": its head is at batch " + headSeq + ", the last batch is " + lastSeq);
        }
        if (!Arrays.equals(headHash, lastHash)) {
            findings.broken(
                    Invariant.I11,
                    () -> "lane " + lane + ": its head's hash " + hex(headHash) + " is not that of batch " + lastSeq
                            + ", " + hex(lastHash));
        }
        if (headTs < lastTs) {
            findings.broken(
                    Invariant.I9,
                    () -> "lane " + lane + ": its head's ts " + headTs + " is before that of its last batch " + lastTs);
        }
    }

    @Override
    public void close() throws SQLException {
        transfers.close();
        batches.close();
    }
}
