package io.tongbao.staff.audit;

import io.tongbao.staff.AuditRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How an entry of the trail is hashed: SHA-256 over a domain, the hash before, then every field with its length in front, so
 * that no two entries have the same bytes. An absent field has the length −1.
 */
public final class ChainHash {

    public static final int BYTES = 32;

    private static final byte[] DOMAIN = "tongbao-audit-v1".getBytes(StandardCharsets.US_ASCII);

    private ChainHash() {}

    /** What comes before the first entry. */
    public static byte[] beginning() {
        return new byte[BYTES];
    }

    public static byte[] of(
            byte[] prevHash,
            long seq,
            Instant ts,
            String actor,
            String action,
            String objectKind,
            String objectId,
            String detail,
            @Nullable String sourceIp,
            @Nullable String requestId) {
        MessageDigest sha256 = sha256();
        sha256.update(DOMAIN);
        sha256.update(prevHash);
        sha256.update(ByteBuffer.allocate(16).putLong(seq).putLong(micros(ts)).array());
        update(sha256, actor);
        update(sha256, action);
        update(sha256, objectKind);
        update(sha256, objectId);
        update(sha256, detail);
        update(sha256, sourceIp);
        update(sha256, requestId);
        return sha256.digest();
    }

    /** What the record's hash must be. */
    public static byte[] of(AuditRecord entry) {
        return of(
                entry.prevHash(),
                entry.seq(),
                entry.ts(),
                entry.actor(),
                entry.action(),
                entry.objectKind(),
                entry.objectId(),
                entry.detail(),
                entry.sourceIp(),
                entry.requestId());
    }

    static long micros(Instant ts) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, ts);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void update(MessageDigest sha256, @Nullable String field) {
        byte[] bytes = field == null ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
        sha256.update(
                ByteBuffer.allocate(4).putInt(field == null ? -1 : bytes.length).array());
        sha256.update(bytes);
    }
}
