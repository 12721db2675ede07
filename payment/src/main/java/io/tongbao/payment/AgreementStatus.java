package io.tongbao.payment;

import java.util.Locale;

/** Whether an agreement may be used; the number is stored and never changes. */
public enum AgreementStatus {
    ACTIVE(1),
    ENDED(2);

    private final int number;
    private final String wire;

    AgreementStatus(int number) {
        this.number = number;
        this.wire = name().toLowerCase(Locale.ROOT);
    }

    public int number() {
        return number;
    }

    public String wire() {
        return wire;
    }

    public static AgreementStatus of(int number) {
        return switch (number) {
            case 1 -> ACTIVE;
            case 2 -> ENDED;
            default -> throw new IllegalArgumentException("agreement status " + number);
        };
    }
}
