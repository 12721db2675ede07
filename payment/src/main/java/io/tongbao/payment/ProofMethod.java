package io.tongbao.payment;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the payer agreed; the number is stored and never changes. */
public enum ProofMethod {
    PIN(1),
    DEVICE(2),
    /** A standing agreement within its caps. */
    AGREEMENT(3),
    /** No proof: the policy packs of load tools only. */
    WAIVED(4),
    /** A challenge that was satisfied for exactly this payment. */
    CHALLENGE(5);

    private final int number;
    private final String wire;

    ProofMethod(int number) {
        this.number = number;
        this.wire = name().toLowerCase(Locale.ROOT);
    }

    public int number() {
        return number;
    }

    public String wire() {
        return wire;
    }

    /** Null for 0: nobody confirmed yet. */
    public static @Nullable ProofMethod of(int number) {
        return switch (number) {
            case 0 -> null;
            case 1 -> PIN;
            case 2 -> DEVICE;
            case 3 -> AGREEMENT;
            case 4 -> WAIVED;
            case 5 -> CHALLENGE;
            default -> throw new IllegalArgumentException("proof method " + number);
        };
    }
}
