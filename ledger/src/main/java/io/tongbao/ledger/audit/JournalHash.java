package io.tongbao.ledger.audit;

import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.posting.AppliedTransfer;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the journal is hashed. A transfer is a leaf of its batch's Merkle tree; a batch's body (lane, number, time, count,
 * sum, root) is hashed together with the hash of the batch before it in its lane. No personal data goes in, so erasing a
 * person never breaks the chain. Not thread-safe: one per thread.
 */
public final class JournalHash {

    /** What a lane's first batch follows. */
    public static final int HASH_BYTES = 32;

    private static final byte[] BATCH_DOMAIN = "tongbao-batch-v1".getBytes(StandardCharsets.US_ASCII);
    private static final int LEAF_BYTES = 16 * 5 + 8 * 4 + 4 * 4 + 2 * 2;
    private static final int SUM_BYTES = 16;

    private final Sha256 sha = new Sha256();

    /** The hash before the first batch of a lane: all zeros. */
    public static byte[] genesis() {
        return new byte[HASH_BYTES];
    }

    /** Leaf hash of a transfer, over every column that the journal stores of it but its lane and batch. */
    public byte[] leaf(AppliedTransfer applied) {
        Transfer t = applied.transfer();
        ByteBuffer b = ByteBuffer.allocate(LEAF_BYTES);
        put(b, t.id());
        put(b, applied.requestHash());
        put(b, applied.linkGroup());
        put(b, t.pendingId());
        put(b, t.userRef());
        b.putLong(t.debitId()).putLong(t.creditId()).putLong(t.amount()).putLong(applied.ts());
        b.putInt(t.ledger()).putInt(t.code()).putInt(t.timeoutSeconds()).putInt(applied.ordinal());
        // An absent id and the id zero are not the same row.
        int present = (applied.linkGroup() == null ? 0 : 0x100)
                | (t.pendingId() == null ? 0 : 0x200)
                | (t.userRef() == null ? 0 : 0x400);
        b.putShort((short) (t.kind().number() | present)).putShort((short) t.flags());
        return sha.leaf(b.array());
    }

    /** Merkle root over the leaves of these transfers, in order. */
    public byte[] root(List<AppliedTransfer> transfers) {
        byte[][] leaves = new byte[transfers.size()][];
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = leaf(transfers.get(i));
        }
        return MerkleTree.rootInPlace(leaves, sha);
    }

    /** Digest of a batch's own content. {@code amountSum} is the sum of all amounts in minor units, whatever their ledger. */
    public byte[] body(int lane, long seq, long ts, int count, BigInteger amountSum, byte[] merkleRoot) {
        byte[] sum = new byte[SUM_BYTES];
        byte[] magnitude = amountSum.toByteArray();
        System.arraycopy(magnitude, 0, sum, SUM_BYTES - magnitude.length, magnitude.length);
        ByteBuffer b = ByteBuffer.allocate(BATCH_DOMAIN.length + 4 + 8 + 8 + 4 + SUM_BYTES + HASH_BYTES);
        b.put(BATCH_DOMAIN)
                .putInt(lane)
                .putLong(seq)
                .putLong(ts)
                .putInt(count)
                .put(sum)
                .put(merkleRoot);
        return sha.digest(b.array());
    }

    /** The chain's next hash. */
    public byte[] link(byte[] prevHash, byte[] body) {
        return sha.digest(prevHash, body);
    }

    private static void put(ByteBuffer b, @Nullable UUID id) {
        b.putLong(id == null ? 0 : id.getMostSignificantBits());
        b.putLong(id == null ? 0 : id.getLeastSignificantBits());
    }
}
