package io.tongbao.credential;

import io.tongbao.kernel.Money;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What somebody approves, as it was shown: a one-time code or a passkey's signature for it serves for nothing else.
 *
 * @param what the kind of thing ({@code payment}), 1 to 40 characters
 * @param payee who gets the money, as it was shown, 1 to 200 characters
 * @param reference the order, 1 to 200 characters
 */
public record Approval(String what, Money amount, String payee, String reference) {

    public Approval {
        if (what.isBlank() || what.length() > 40) {
            throw new IllegalArgumentException("an approval says what it is in 1 to 40 characters");
        }
        if (payee.isBlank() || payee.length() > 200 || reference.isBlank() || reference.length() > 200) {
            throw new IllegalArgumentException("payee and reference have 1 to 200 characters");
        }
    }

    /** SHA-256 over the fields, each with its length: 32 bytes to bind to. */
    public byte[] digest() {
        List<String> fields = List.of(
                "tongbao-approval-1",
                what,
                Long.toString(amount.minor()),
                amount.currency().name(),
                payee,
                reference);
        return Approval.sha256(fields.stream()
                .map(field -> field.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    /** SHA-256 over parts, each behind its length, so that no two lists of parts run together. */
    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                sha.update(part);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
