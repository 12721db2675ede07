package io.tongbao.payment;

import java.util.Locale;

/** Where a refund's money goes; the number is stored and never changes. */
public enum RefundDestination {
    /** The payer's wallet, which paid. */
    WALLET(0),
    /** The card or phone bill that paid. */
    SOURCE(1),
    /** The payer's wallet, because the card or phone bill refused for good. */
    WALLET_INSTEAD(2);

    private final int number;

    RefundDestination(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The name on the wire: {@code wallet_instead}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RefundDestination of(int number) {
        return switch (number) {
            case 0 -> WALLET;
            case 1 -> SOURCE;
            case 2 -> WALLET_INSTEAD;
            default -> throw new IllegalArgumentException("refund destination " + number);
        };
    }
}
