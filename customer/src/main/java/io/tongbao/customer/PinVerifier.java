package io.tongbao.customer;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256(key, customer id ‖ salt ‖ PIN): binds a verifier to its customer, so a row copied to another one fails. */
final class PinVerifier {

    static final int SALT_BYTES = 16;

    /** Never computes itself: cloning a keyed MAC is several times cheaper than keying one. */
    private final Mac keyed;

    PinVerifier(byte[] key) {
        try {
            keyed = Mac.getInstance("HmacSHA256");
            keyed.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    byte[] compute(UUID customerId, byte[] salt, Pin pin) {
        ByteBuffer input = ByteBuffer.allocate(16 + SALT_BYTES + Pin.LENGTH);
        input.putLong(customerId.getMostSignificantBits())
                .putLong(customerId.getLeastSignificantBits())
                .put(salt)
                .put(pin.digits());
        try {
            return ((Mac) keyed.clone()).doFinal(input.array());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's HmacSHA256 can be cloned", e);
        }
    }

    /** In constant time. */
    boolean matches(UUID customerId, byte[] salt, Pin pin, byte[] verifier) {
        return MessageDigest.isEqual(compute(customerId, salt, pin), verifier);
    }
}
