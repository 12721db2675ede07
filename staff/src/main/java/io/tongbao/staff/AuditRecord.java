package io.tongbao.staff;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the trail as it stands in the chain.
 *
 * @param seq from 1, without gaps
 * @param ts to the microsecond, never before the entry before
 * @param detail JSON object of texts, as it was hashed
 * @param prevHash of the entry before; 32 zero bytes for the first
 */
public record AuditRecord(
        long seq,
        Instant ts,
        String actor,
        String action,
        String objectKind,
        String objectId,
        String detail,
        @Nullable String sourceIp,
        @Nullable String requestId,
        byte[] prevHash,
        byte[] hash) {

    public AuditRecord {
        prevHash = prevHash.clone();
        hash = hash.clone();
    }

    @Override
    public byte[] prevHash() {
        return prevHash.clone();
    }

    @Override
    public byte[] hash() {
        return hash.clone();
    }

    /** Two records are one when position and hash agree: the hash covers everything else. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AuditRecord that && seq == that.seq && MessageDigest.isEqual(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Objects.hash(seq, HexFormat.of().formatHex(hash));
    }
}
