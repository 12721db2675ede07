package io.tongbao.payment.funding;

import java.util.Locale;

/** How far an instruction has come; the number is stored and never changes. */
public enum LegState {
    /** Written down; the call is about to be made, or was and the process died. */
    INTENT(1),
    /** The partner has it and will say later. */
    SENT(2),
    /** The answer is missing. */
    IN_DOUBT(3),
    /** Being taken back, until the partner has acknowledged it. */
    REVERSING(4),
    /** The partner did it. */
    DONE(5),
    /** The partner refused, or it never left. */
    DECLINED(6),
    /** The partner has acknowledged that it has no effect. */
    REVERSED(7);

    private final int number;

    LegState(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Something has to happen yet. */
    public boolean isOpen() {
        return number <= 4;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static LegState of(int number) {
        if (number < 1 || number > values().length) {
            throw new IllegalArgumentException("leg state " + number);
        }
        return values()[number - 1];
    }
}
