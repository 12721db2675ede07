package io.tongbao.payment.funding;

/** What a partner is asked to do; the number is stored and never changes. */
public enum LegOperation {
    /** A card pays for a purchase. */
    BANK_PAYMENT(1),
    /** A card fills the wallet. */
    BANK_TOP_UP(2),
    /** The wallet pays out to a card. */
    BANK_WITHDRAWAL(3),
    /** The wallet repays a credit card. */
    BANK_REPAYMENT(4),
    /** Gives a card's payment back. */
    BANK_REFUND(5),
    /** The phone bill pays for a purchase. */
    CARRIER_CHARGE(6),
    /** Gives a charge back. */
    CARRIER_REFUND(7),
    /** The wallet tops a phone number up. */
    CARRIER_TOP_UP(8),
    /** Carrier points become money of the wallet. */
    CARRIER_POINTS(9);

    private final int number;

    LegOperation(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public boolean isBank() {
        return number <= 5;
    }

    /** Gives an earlier leg back: the payment itself is over, so it is repeated until it is done or refused for good, never reversed. */
    public boolean isRefund() {
        return this == BANK_REFUND || this == CARRIER_REFUND;
    }

    /** Money comes to us. */
    public boolean isInbound() {
        return switch (this) {
            case BANK_PAYMENT, BANK_TOP_UP, CARRIER_CHARGE, CARRIER_POINTS -> true;
            case BANK_WITHDRAWAL, BANK_REPAYMENT, BANK_REFUND, CARRIER_REFUND, CARRIER_TOP_UP -> false;
        };
    }

    /** How to give this one back. */
    public LegOperation refund() {
        return switch (this) {
            case BANK_PAYMENT, BANK_TOP_UP -> BANK_REFUND;
            case CARRIER_CHARGE -> CARRIER_REFUND;
            case BANK_WITHDRAWAL, BANK_REPAYMENT, BANK_REFUND, CARRIER_REFUND, CARRIER_TOP_UP, CARRIER_POINTS ->
                throw new IllegalArgumentException(this + " is not refunded");
        };
    }

    public static LegOperation of(int number) {
        if (number < 1 || number > values().length) {
            throw new IllegalArgumentException("leg operation " + number);
        }
        return values()[number - 1];
    }
}
