package io.tongbao.ledger.posting;

import io.tongbao.ledger.Transfer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprint of a linked request as its caller sent it: a repeat with the same fingerprint is the same request, whatever
 * the ledger made of zero and "up to" amounts.
 */
public final class RequestHash {

    private static final int BYTES_PER_TRANSFER = 16 * 3 + 8 * 3 + 4 * 5;

    private RequestHash() {}

    public static UUID of(List<Transfer> chain) {
        ByteBuffer buffer = ByteBuffer.allocate(chain.size() * BYTES_PER_TRANSFER);
        for (Transfer t : chain) {
            put(buffer, t.id());
            put(buffer, t.pendingId());
            put(buffer, t.userRef());
            buffer.putLong(t.debitId()).putLong(t.creditId()).putLong(t.amount());
            // An absent id and the id zero are not the same request.
            int present = (t.pendingId() == null ? 0 : 0x100) | (t.userRef() == null ? 0 : 0x200);
            buffer.putInt(t.kind().number() | present)
                    .putInt(t.flags())
                    .putInt(t.ledger())
                    .putInt(t.code())
                    .putInt(t.timeoutSeconds());
        }
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(buffer.array()));
        return new UUID(digest.getLong(), digest.getLong());
    }

    private static void put(ByteBuffer buffer, @Nullable UUID id) {
        buffer.putLong(id == null ? 0 : id.getMostSignificantBits());
        buffer.putLong(id == null ? 0 : id.getLeastSignificantBits());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
