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
    CASH_OUT(4),
    /** A card of the customer fills the wallet. */
    TOP_UP(5),
    /** The wallet pays out to a card of the customer. */
    WITHDRAWAL(6),
    /** The wallet repays a credit card of the customer. */
    CARD_REPAYMENT(7),
    /** The wallet tops a phone number up. */
    PHONE_TOP_UP(8),
    /** Points of the customer's carrier become money of the wallet. */
    POINTS_EXCHANGE(9);

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
            case 5 -> TOP_UP;
            case 6 -> WITHDRAWAL;
            case 7 -> CARD_REPAYMENT;
            case 8 -> PHONE_TOP_UP;
            case 9 -> POINTS_EXCHANGE;
            default -> throw new IllegalArgumentException("payment kind " + number);
        };
    }
}
