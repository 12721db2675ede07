package io.tongbao.payment.card;

import java.util.Locale;

/** How far a binding has come; the order is that of the stored numbers and never changes. */
public enum CardState {
    /** Written down; the bank has not answered. */
    ASKED(1),
    /** The bank sent a code to the phone it holds, and waits for it. */
    CODE_SENT(2),
    /** The customer goes on at the bank: its page, its counter, its phone line. */
    CONTINUES_AT_BANK(3),
    ACTIVE(4),
    /** Not usable any more; the bank has not yet acknowledged the end. */
    ENDING(5),
    ENDED(6),
    /** The bank refused, or it was given up. */
    REFUSED(7);

    private final int number;

    CardState(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isWaiting() {
        return this == ASKED || this == CODE_SENT || this == CONTINUES_AT_BANK;
    }

    static CardState of(int number) {
        return values()[number - 1];
    }
}
