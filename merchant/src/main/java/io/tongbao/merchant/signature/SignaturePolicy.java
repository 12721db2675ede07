package io.tongbao.merchant.signature;

import io.tongbao.kernel.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What Tongbao demands of a signature beyond being right: which components it covers and how old it may be.
 *
 * @param maxAgeSeconds from {@code created} on
 * @param skewSeconds how far {@code created} may lie ahead of our clock
 */
public record SignaturePolicy(int maxAgeSeconds, int skewSeconds) {

    /** Five minutes, and half a minute of skew. */
    public static final SignaturePolicy DEFAULT = new SignaturePolicy(300, 30);

    /**
     * Judges coverage and time; cheap, so it comes before the key is even looked up.
     *
     * @param hasBody whether content-digest must be covered
     * @param isWrite whether idempotency-key must be covered
     * @throws Refused SIGNATURE_COMPONENT_MISSING, SIGNATURE_FROM_FUTURE, SIGNATURE_EXPIRED
     */
    public void judge(SignatureInput input, boolean hasBody, boolean isWrite, Instant now) {
        require(input, "@method");
        require(input, "@target-uri");
        if (hasBody) {
            require(input, "content-digest");
        }
        if (isWrite) {
            require(input, "idempotency-key");
        }
        long nowSeconds = now.getEpochSecond();
        if (input.createdEpochSeconds() > nowSeconds + skewSeconds) {
            throw new Refused(
                    SignatureError.SIGNATURE_FROM_FUTURE,
                    "created=" + input.createdEpochSeconds() + " but it is " + nowSeconds + " here; " + skewSeconds
                            + " s ahead are allowed");
        }
        if (nowSeconds - input.createdEpochSeconds() > maxAgeSeconds) {
            throw new Refused(
                    SignatureError.SIGNATURE_EXPIRED,
                    "created=" + input.createdEpochSeconds() + " but it is " + nowSeconds + " here; a signature lasts "
                            + maxAgeSeconds + " s");
        }
        Long expires = input.expiresEpochSeconds();
        if (expires != null && expires <= nowSeconds) {
            throw new Refused(
                    SignatureError.SIGNATURE_EXPIRED, "expires=" + expires + " and it is " + nowSeconds + " here");
        }
    }

    /**
     * Checks the signature itself.
     *
     * @throws Refused SIGNATURE_WRONG with the base string we computed, SIGNATURE_MALFORMED, SIGNATURE_COMPONENT_MISSING
     */
    public void verify(SignedMessage message, SignatureInput input, VerificationKey key) {
        String algorithm = input.algorithm();
        if (algorithm != null && !algorithm.equals(key.algorithm())) {
            throw new Refused(
                    SignatureError.SIGNATURE_WRONG, "alg is " + algorithm + " but the key is " + key.algorithm());
        }
        String base = SignatureBase.of(message, input.components(), input.parameters());
        if (!key.verify(
                base.getBytes(StandardCharsets.ISO_8859_1), input.signature().bytes())) {
            throw new Refused(
                    SignatureError.SIGNATURE_WRONG,
                    key.algorithm() + " over this signature base, lines joined by LF, gives another value:\n" + base);
        }
    }

    private static void require(SignatureInput input, String component) {
        if (!input.components().contains(component)) {
            throw new Refused(
                    SignatureError.SIGNATURE_COMPONENT_MISSING,
                    "the signature must cover \"" + component + "\"; it covers " + input.components());
        }
    }
}
