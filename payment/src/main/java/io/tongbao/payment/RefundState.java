package io.tongbao.payment;

import java.util.Locale;

/** What became of a refund; the number is stored and never changes. */
public enum RefundState {
    SUCCEEDED(1),
    FAILED(2),
    /** On its way back to the card or phone bill. */
    PROCESSING(3);

    private final int number;
    private final String wire;

    RefundState(int number) {
        this.number = number;
        this.wire = name().toLowerCase(Locale.ROOT);
    }

    public int number() {
        return number;
    }

    public String wire() {
        return wire;
    }

    public static RefundState of(int number) {
        return switch (number) {
            case 1 -> SUCCEEDED;
            case 2 -> FAILED;
            case 3 -> PROCESSING;
            default -> throw new IllegalArgumentException("refund state " + number);
        };
    }
}
