package io.tongbao.payment.funding;

/** Where the money of a leg is in our books; the number is stored and never changes. */
public enum LegMoney {
    /** Reserved on its way to suspense. */
    PENDING(1),
    /** Moved to where it was meant to go. */
    MOVED(2),
    /** Released: nothing moved. */
    RELEASED(3),
    /** In the payer's wallet, because it could not go where it was meant to. */
    IN_WALLET(4);

    private final int number;

    LegMoney(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static LegMoney of(int number) {
        if (number < 1 || number > values().length) {
            throw new IllegalArgumentException("leg money " + number);
        }
        return values()[number - 1];
    }
}
