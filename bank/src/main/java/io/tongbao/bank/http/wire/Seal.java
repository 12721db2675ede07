package io.tongbao.bank.http.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Signs what we send and judges what comes, for one pair of parties. What is signed is the canonical text:
 *
 * <pre>
 * TONGBAO-BANK-1
 * POST                         the method; of an answer its status
 * /v1/debit                    the path; of an answer the nonce of its request
 * 1772330584005                milliseconds since 1970
 * 0f1e…                        nonce, 32 hexadecimal digits
 * e3b0c442…                    SHA-256 of the body, hexadecimal
 * </pre>
 *
 * lines parted by a line feed, none at the end. An answer is bound to its request by the request's nonce; requests are held against a memory
 * of nonces, so neither can be played again. Thread-safe.
 */
public final class Seal {

    public static final String KEY_ID = "x-key-id";
    public static final String TIMESTAMP = "x-timestamp";
    public static final String NONCE = "x-nonce";
    public static final String SIGNATURE = "x-signature";

    private static final String VERSION = "TONGBAO-BANK-1";
    private static final int NONCE_BYTES = 16;
    private static final int MOST_SIGNATURE_CHARS = 1024;

    /**
     * @param theirKeyId the only key id that is accepted
     * @param window how far the other side's clock may be off
     */
    public record Parties(
            SealAlgorithm algorithm,
            String ourKeyId,
            PrivateKey ourKey,
            String theirKeyId,
            PublicKey theirKey,
            Duration window) {}

    private final Parties parties;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Nonces seen;

    public Seal(Parties parties, InstantSource clock, SecureRandom random) {
        this.parties = parties;
        this.clock = clock;
        this.random = random;
        this.seen = new Nonces(clock, parties.window().multipliedBy(2));
    }

    /** Headers for a request. */
    public Map<String, String> sealRequest(String method, String path, byte[] body) {
        return seal(method, path, body);
    }

    /** Headers for an answer to the request with this nonce. */
    public Map<String, String> sealAnswer(int status, String requestNonce, byte[] body) {
        return seal(String.valueOf(status), requestNonce, body);
    }

    /** @return the request's nonce */
    public String checkRequest(String method, String path, Map<String, String> headers, byte[] body) throws BadSeal {
        String nonce = check(method, path, headers, body);
        if (!seen.firstTime(nonce)) {
            throw new BadSeal("played again");
        }
        return nonce;
    }

    public void checkAnswer(int status, String requestNonce, Map<String, String> headers, byte[] body) throws BadSeal {
        check(String.valueOf(status), requestNonce, headers, body);
    }

    private Map<String, String> seal(String first, String second, byte[] body) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        String timestamp = String.valueOf(clock.millis());
        try {
            Signature signature = parties.algorithm().signature();
            signature.initSign(parties.ourKey(), random);
            signature.update(canonical(first, second, timestamp, nonce, body));
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put(KEY_ID, parties.ourKeyId());
            headers.put(TIMESTAMP, timestamp);
            headers.put(NONCE, nonce);
            headers.put(SIGNATURE, Base64.getEncoder().encodeToString(signature.sign()));
            return headers;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this key cannot sign", e);
        }
    }

    private String check(String first, String second, Map<String, String> headers, byte[] body) throws BadSeal {
        Map<String, String> lower = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        lower.putAll(headers);
        if (!parties.theirKeyId().equals(lower.get(KEY_ID))) {
            throw new BadSeal("another key");
        }
        String timestamp = form(lower.get(TIMESTAMP), "[0-9]{1,15}", "timestamp");
        String nonce = form(lower.get(NONCE), "[0-9a-f]{32}", "nonce");
        String written = lower.get(SIGNATURE);
        if (written == null || written.length() > MOST_SIGNATURE_CHARS) {
            throw new BadSeal("no signature");
        }
        if (Math.abs(clock.millis() - Long.parseLong(timestamp))
                > parties.window().toMillis()) {
            throw new BadSeal("its time is too far off");
        }
        try {
            Signature signature = parties.algorithm().signature();
            signature.initVerify(parties.theirKey());
            signature.update(canonical(first, second, timestamp, nonce, body));
            if (!signature.verify(Base64.getDecoder().decode(written))) {
                throw new BadSeal("the signature does not fit");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BadSeal("the signature cannot be read");
        }
        return nonce;
    }

    private static String form(@Nullable String value, String form, String what) throws BadSeal {
        if (value == null || !value.matches(form)) {
            throw new BadSeal("no " + what);
        }
        return value;
    }

    static byte[] canonical(String first, String second, String timestamp, String nonce, byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return String.join(
                            "\n",
                            VERSION,
                            first,
                            second,
                            timestamp,
                            nonce,
                            HexFormat.of().formatHex(digest))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
