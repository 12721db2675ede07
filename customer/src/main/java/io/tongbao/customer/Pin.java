package io.tongbao.customer;

import io.tongbao.kernel.Refused;
import java.util.Arrays;

/**
 * A payment PIN in transit: six digits, never printed, never hashed into an idempotency record. Whoever made it wipes it
 * after the use case has answered.
 */
public final class Pin implements AutoCloseable {

    static final int LENGTH = 6;

    private final byte[] digits;

    private Pin(byte[] digits) {
        this.digits = digits;
    }

    /** Copies six digits; anything else is {@link CustomerError#INVALID_PIN}. The caller wipes its own array. */
    public static Pin of(char[] pin) {
        if (pin.length != LENGTH) {
            throw new Refused(CustomerError.INVALID_PIN);
        }
        byte[] digits = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            if (pin[i] < '0' || pin[i] > '9') {
                throw new Refused(CustomerError.INVALID_PIN);
            }
            digits[i] = (byte) pin[i];
        }
        return new Pin(digits);
    }

    /** {@link #of(char[])} for entry points whose parser only gives strings. */
    public static Pin of(String pin) {
        return of(pin.toCharArray());
    }

    byte[] digits() {
        return digits;
    }

    /** Wipes it. */
    @Override
    public void close() {
        Arrays.fill(digits, (byte) 0);
    }

    @Override
    public String toString() {
        return "Pin[******]";
    }
}
