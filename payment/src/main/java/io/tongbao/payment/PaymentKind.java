package io.tongbao.payment;

import java.util.Locale;

/** What a payment is for; the number is stored, and doubles as the reason code of its transfers, so it never changes. */
public enum PaymentKind {
    /** A customer pays a service provider. */
    PURCHASE(1),
    /** A customer pays another customer. */
    TRANSFER(2),
    /** A customer hands cash to an agent and gets money in the wallet. */
    CASH_IN(3),
    /** A customer gets cash from an agent for money of the wallet. */
    CASH_OUT(4);

    private final int number;
    private final String wire;

    PaymentKind(int number) {
        this.number = number;
        this.wire = name().toLowerCase(Locale.ROOT);
    }

    public int number() {
        return number;
    }

    /** The name on the wire: {@code cash_in}. */
    public String wire() {
        return wire;
    }

    public static PaymentKind of(int number) {
        return switch (number) {
            case 1 -> PURCHASE;
            case 2 -> TRANSFER;
            case 3 -> CASH_IN;
            case 4 -> CASH_OUT;
            default -> throw new IllegalArgumentException("payment kind " + number);
        };
    }
}
