package io.tongbao.payment.card;

import io.tongbao.bank.SignUpAnswer;
import java.util.Locale;

/** Debit or credit; the number is stored and never changes. */
public enum CardKind {
    DEBIT(1),
    CREDIT(2);

    private final int number;

    CardKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CardKind of(int number) {
        return switch (number) {
            case 1 -> DEBIT;
            case 2 -> CREDIT;
            default -> throw new IllegalArgumentException("card kind " + number);
        };
    }

    static CardKind of(SignUpAnswer.CardType type) {
        return switch (type) {
            case DEBIT -> DEBIT;
            case CREDIT -> CREDIT;
        };
    }
}
