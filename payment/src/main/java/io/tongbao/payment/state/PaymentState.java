package io.tongbao.payment.state;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where a payment stands. {@link #canMoveTo} asks the one table of moves; the number is stored and never
 * changes.
 */
public enum PaymentState {
    /** Ordered by the payee; the payer has not confirmed. */
    CREATED(1),
    /** The payer must prove more than usual. */
    CHALLENGED(2),
    /** Held for review by a person. */
    HELD(3),
    /** Money is reserved; the payee has yet to capture it. */
    AUTHORISED(4),
    /** A partner outside was asked to move money. */
    PROCESSING(5),
    /** The partner's answer is missing; resolved by inquiry, never by a guess. */
    IN_DOUBT(6),
    /** Money moved. */
    SUCCEEDED(7),
    /** Refused for good; nothing moved. */
    FAILED(8),
    /** Taken back by payer or payee; whatever had moved was returned whole. */
    CANCELLED(9),
    /** Nobody acted in time; nothing moved. */
    EXPIRED(10);

    private static final PaymentState[] BY_NUMBER = new PaymentState[values().length + 1];

    static {
        for (PaymentState state : values()) {
            BY_NUMBER[state.number] = state;
        }
    }

    private final int number;
    private final String wire;

    PaymentState(int number) {
        this.number = number;
        this.wire = name().toLowerCase(Locale.ROOT);
    }

    public int number() {
        return number;
    }

    /** The name on the wire: {@code in_doubt}. */
    public String wire() {
        return wire;
    }

    public static PaymentState of(int number) {
        if (number < 1 || number >= BY_NUMBER.length) {
            throw new IllegalArgumentException("payment state " + number);
        }
        return BY_NUMBER[number];
    }

    /** The one table of legal moves: from each state, the states it may move to. */
    private Set<PaymentState> successors() {
        return switch (this) {
            case CREATED -> EnumSet.of(CHALLENGED, HELD, AUTHORISED, PROCESSING, SUCCEEDED, FAILED, CANCELLED, EXPIRED);
            case CHALLENGED -> EnumSet.of(HELD, AUTHORISED, PROCESSING, SUCCEEDED, FAILED, CANCELLED, EXPIRED);
            case HELD -> EnumSet.of(AUTHORISED, PROCESSING, SUCCEEDED, FAILED, CANCELLED, EXPIRED);
            case AUTHORISED -> EnumSet.of(SUCCEEDED, FAILED, CANCELLED, EXPIRED);
            // Cancelled here, a success of the partner is taken back.
            case PROCESSING -> EnumSet.of(IN_DOUBT, AUTHORISED, SUCCEEDED, FAILED, CANCELLED);
            case IN_DOUBT -> EnumSet.of(AUTHORISED, SUCCEEDED, FAILED, CANCELLED);
            // Cancelling what succeeded returns the whole amount.
            case SUCCEEDED -> EnumSet.of(CANCELLED);
            case FAILED, CANCELLED, EXPIRED -> EnumSet.noneOf(PaymentState.class);
        };
    }

    public boolean canMoveTo(PaymentState next) {
        return successors().contains(next);
    }

    /** {@code next}, or IllegalStateException when the table does not allow the move: a programming error. */
    public PaymentState moveTo(PaymentState next) {
        if (!canMoveTo(next)) {
            throw new IllegalStateException(this + " cannot become " + next);
        }
        return next;
    }

    /** Whether nobody has to act any more; a success may still be cancelled or refunded. */
    public boolean isSettled() {
        return this == SUCCEEDED || isDead();
    }

    /** Whether nothing can happen to it any more. */
    public boolean isDead() {
        return successors().isEmpty();
    }
}
