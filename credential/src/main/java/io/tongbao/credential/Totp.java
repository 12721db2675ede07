package io.tongbao.credential;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords: RFC 6238 over HMAC-SHA-1, 30 s steps, 6 digits, as every authenticator app has them. */
public final class Totp {

    /** Seconds of a step. */
    public static final int STEP_S = 30;

    /** Digits of a code. */
    public static final int DIGITS = 6;

    private static final int MODULUS = 1_000_000;

    private Totp() {}

    /** The number of the step that {@code time} is in. */
    public static long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), (long) STEP_S);
    }

    /** The secret that an app is given in base 32. */
    public static byte[] secret(String base32) {
        return Base32.decode(base32);
    }

    /** The code of a step. */
    public static String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            // Dynamic truncation, RFC 4226 §5.3.
            int at = hash[hash.length - 1] & 0xF;
            int number = ByteBuffer.wrap(hash, at, Integer.BYTES).getInt() & 0x7FFF_FFFF;
            return String.format(Locale.ROOT, "%0" + DIGITS + "d", number % MODULUS);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA1", e);
        }
    }
}
