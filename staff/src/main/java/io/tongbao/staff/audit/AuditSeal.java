package io.tongbao.staff.audit;

import io.tongbao.staff.FlatJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A signed statement of where the audit trail ended, kept outside the database: one line of JSON.
 *
 * @param ts when it was taken, microseconds since 1970
 * @param seq of the last entry
 * @param hash of the last entry, hexadecimal
 * @param prev SHA-256 of the seal before it in its file, hexadecimal; zeros for the first
 * @param key Ed25519 public key, base64
 * @param signature Ed25519, base64
 */
public record AuditSeal(long ts, long seq, String hash, String prev, String key, String signature) {

    static final String NONE_BEFORE = "0".repeat(64);

    private static final byte[] DOMAIN = "tongbao-audit-seal-v1".getBytes(StandardCharsets.US_ASCII);
    private static final HexFormat HEX = HexFormat.of();

    static AuditSeal sign(long ts, long seq, byte[] hash, String prev, SealKey key) {
        String hex = HEX.formatHex(hash);
        return new AuditSeal(
                ts, seq, hex, prev, key.publicKey(), key.sign(signedBytes(ts, seq, hex, prev, key.publicKey())));
    }

    private static byte[] signedBytes(long ts, long seq, String hash, String prev, String key) {
        return ByteBuffer.allocate(DOMAIN.length + 16 + 3 * ChainHash.BYTES)
                .put(DOMAIN)
                .putLong(ts)
                .putLong(seq)
                .put(bytes(HEX.parseHex(hash)))
                .put(bytes(HEX.parseHex(prev)))
                .put(bytes(Base64.getDecoder().decode(key)))
                .array();
    }

    private static byte[] bytes(byte[] value) {
        if (value.length != ChainHash.BYTES) {
            throw new IllegalArgumentException("32 bytes are expected");
        }
        return value;
    }

    /** Whether this key, base64, signed it. */
    public boolean isSignedBy(String publicKey) {
        byte[] sealed = Base64.getDecoder().decode(signature);
        if (!publicKey.equals(key) || sealed.length != Ed25519.SIGNATURE_SIZE) {
            return false;
        }
        byte[] signed = signedBytes(ts, seq, hash, prev, key);
        return Ed25519.verify(sealed, 0, Base64.getDecoder().decode(key), 0, signed, 0, signed.length);
    }

    /** The line, without its end. */
    public String line() {
        SequencedMap<String, String> line = new LinkedHashMap<>();
        line.put("sealed_ts", Long.toString(ts));
        line.put("seq", Long.toString(seq));
        line.put("hash", hash);
        line.put("prev_seal", prev);
        line.put("key", key);
        line.put("signature", signature);
        return FlatJson.write(line);
    }

    /** SHA-256 of the line, hexadecimal: what the next seal refers to. */
    String lineHash() {
        return HEX.formatHex(ChainHash.sha256().digest(line().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when it is not exactly what {@link #line} writes
     */
    public static AuditSeal parse(String line) {
        Map<String, String> fields = FlatJson.read(line);
        AuditSeal seal = new AuditSeal(
                Long.parseLong(AuditJson.text(fields, "sealed_ts")),
                Long.parseLong(AuditJson.text(fields, "seq")),
                AuditJson.text(fields, "hash"),
                AuditJson.text(fields, "prev_seal"),
                AuditJson.text(fields, "key"),
                AuditJson.text(fields, "signature"));
        if (!seal.line().equals(line)) {
            throw new IllegalArgumentException("a seal in another spelling");
        }
        return seal;
    }

    static boolean isSeal(String line) {
        return line.startsWith("{\"sealed_ts\":");
    }
}
