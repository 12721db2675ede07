package io.tongbao.ledger;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Computes transfer ids from what they belong to, so that any node can find them again after an unknown commit. The result
 * keeps the owner's 48-bit UUIDv7 time prefix, which keeps the transfer index local, and fills the rest from SHA-256 of
 * (owner, ordinal); it is marked as version 8 (RFC 9562 §5.8).
 */
public final class TransferIds {

    private TransferIds() {}

    /**
     * @param owner a time-ordered id (an order, a refund, a pending transfer)
     * @param ordinal which of the owner's transfers this is, ≥ 0
     */
    public static UUID of(UUID owner, int ordinal) {
        byte[] digest = sha256().digest(ByteBuffer.allocate(20)
                .putLong(owner.getMostSignificantBits())
                .putLong(owner.getLeastSignificantBits())
                .putInt(ordinal)
                .array());
        ByteBuffer hash = ByteBuffer.wrap(digest);
        long high = (owner.getMostSignificantBits() & 0xFFFF_FFFF_FFFF_0000L) | 0x8000L | (hash.getLong() & 0x0FFFL);
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
