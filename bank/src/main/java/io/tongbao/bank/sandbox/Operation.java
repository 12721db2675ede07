package io.tongbao.bank.sandbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One instruction as the bank booked it.
 *
 * @param id the caller's
 * @param asked the number or token as it was given; of refunds and reversals the account's number, empty when unknown
 * @param number the account's; empty when there is none
 * @param amountMinor of a reversal what it gave back, 0 when there was nothing
 * @param original of refunds and reversals
 * @param originalKind of reversals that gave something back
 * @param at the caller's time
 * @param bookedAt the bank's
 */
public record Operation(
        UUID id,
        Kind kind,
        String asked,
        String number,
        long amountMinor,
        State state,
        String code,
        String reference,
        @Nullable UUID original,
        @Nullable Kind originalKind,
        Instant at,
        Instant bookedAt) {

    public enum Kind {
        DEBIT,
        CREDIT,
        REFUND,
        REVERSAL
    }

    public enum State {
        DONE,
        DECLINED,
        /** It was done, and taken back since. */
        REVERSED
    }

    /** What a repeat is told: the first answer, but of what was taken back since that it was. */
    BookAnswer answer() {
        return new BookAnswer(state == State.REVERSED ? BookCodes.REVERSED : code, reference);
    }

    Operation reversed() {
        return new Operation(
                id,
                kind,
                asked,
                number,
                amountMinor,
                State.REVERSED,
                code,
                reference,
                original,
                originalKind,
                at,
                bookedAt);
    }

    /** Whether money moved when it was booked; a reversed one did move, its reversal moved it back. */
    public boolean moved() {
        return state != State.DECLINED && amountMinor > 0;
    }

    /** By how much the holder's balance changed when it was booked. */
    public long holderEffectMinor() {
        if (!moved()) {
            return 0;
        }
        return switch (kind) {
            case DEBIT -> -amountMinor;
            case CREDIT, REFUND -> amountMinor;
            case REVERSAL -> originalKind == Kind.DEBIT ? amountMinor : -amountMinor;
        };
    }

    /** By how much the platform's account at the bank changed. */
    public long platformEffectMinor() {
        return -holderEffectMinor();
    }

    boolean sameContent(Kind otherKind, String otherAsked, long otherAmountMinor, @Nullable UUID otherOriginal) {
        boolean sameOriginal = original == null ? otherOriginal == null : original.equals(otherOriginal);
        return kind == otherKind
                && sameOriginal
                && (kind == Kind.REVERSAL || amountMinor == otherAmountMinor)
                && (original != null || asked.equals(otherAsked));
    }
}
