package io.tongbao.merchant.signature;

import io.tongbao.kernel.Refused;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** The Content-Digest field, RFC 9530 §2, with sha-256 and sha-512. */
public final class ContentDigest {

    private ContentDigest() {}

    /** The field value for a body. */
    public static String sha256(byte[] body) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(digest("SHA-256", body)) + ':';
    }

    /**
     * Checks every digest given that we know; unknown algorithms are passed over, but one known must be there.
     *
     * @throws Refused CONTENT_DIGEST_MALFORMED, CONTENT_DIGEST_MISMATCH
     */
    public static void check(String field, byte[] body) {
        Map<String, StructuredFields.Member> digests =
                StructuredFields.dictionary("Content-Digest", field, SignatureError.CONTENT_DIGEST_MALFORMED);
        boolean known = false;
        for (Map.Entry<String, StructuredFields.Member> digest : digests.entrySet()) {
            String algorithm = digest.getKey().equals("sha-256")
                    ? "SHA-256"
                    : digest.getKey().equals("sha-512") ? "SHA-512" : "";
            if (algorithm.isEmpty()) {
                continue;
            }
            if (!(digest.getValue() instanceof StructuredFields.Member.Single(BareItem.BytesItem given))) {
                throw new Refused(
                        SignatureError.CONTENT_DIGEST_MALFORMED, digest.getKey() + " must be a byte sequence :…:");
            }
            byte[] computed = digest(algorithm, body);
            if (!MessageDigest.isEqual(computed, given.bytes())) {
                throw new Refused(
                        SignatureError.CONTENT_DIGEST_MISMATCH,
                        "the " + body.length + " bytes received have " + digest.getKey() + "=:"
                                + Base64.getEncoder().encodeToString(computed) + ":");
            }
            known = true;
        }
        if (!known) {
            throw new Refused(SignatureError.CONTENT_DIGEST_MALFORMED, "neither sha-256 nor sha-512 is given");
        }
    }

    private static byte[] digest(String algorithm, byte[] body) {
        try {
            return MessageDigest.getInstance(algorithm).digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
