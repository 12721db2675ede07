package io.tongbao.payment.funding;

import io.tongbao.bank.BankInstruction;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.ledger.TransferIds;
import io.tongbao.partner.PartnerId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One instruction to one partner. What is instructed never changes; how far it has come does, in versions.
 *
 * @param id the instruction's id at the partner
 * @param atMs when it was first given, milliseconds since 1970; part of the instruction
 */
public record Leg(UUID id, long atMs, Instructed what, Books books, Progress progress) {

    /**
     * What the partner is asked to do.
     *
     * @param originalId the leg that this one gives back; null otherwise
     * @param refundId the refund it belongs to; null when it belongs to the payment itself
     * @param cardId of the customer; null for carriers
     * @param number E.164, charged or credited by a carrier; null for banks
     * @param points of a points exchange; 0 otherwise
     * @param note as statements show it, at most 40 characters
     */
    public record Instructed(
            LegOperation operation,
            PartnerId partner,
            Money amount,
            @Nullable UUID originalId,
            UUID orderId,
            @Nullable UUID refundId,
            UUID customerId,
            @Nullable UUID cardId,
            @Nullable String number,
            long points,
            BankInstruction.Speed speed,
            String note) {}

    /**
     * Accounts of the ledger: the amount is reserved from {@code from} to suspense, and goes on to {@code to} when the partner did it.
     *
     * @param fallback the payer's wallet
     */
    public record Books(long from, long suspense, long to, long fallback) {}

    /**
     * How far it has come.
     *
     * @param nextDueTs when to look again, microseconds since 1970
     * @param abandoned the payment was cancelled meanwhile
     */
    public record Progress(
            LegState state,
            LegMoney money,
            int version,
            int attempts,
            long createdTs,
            long nextDueTs,
            boolean abandoned,
            @Nullable String partnerReference,
            @Nullable String failure) {}

    private static final int NOTE = 40;

    /** To be given now. */
    public static Leg intent(UUID id, Instant at, Instructed what, Books books) {
        return new Leg(
                id,
                at.toEpochMilli(),
                what,
                books,
                new Progress(LegState.INTENT, LegMoney.PENDING, 1, 0, 0, 0, false, null, null));
    }

    /** Cut to what statements take. */
    public static String note(String text) {
        return text.codePointCount(0, text.length()) <= NOTE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, NOTE));
    }

    public Instant at() {
        return Instant.ofEpochMilli(atMs);
    }

    public LegState state() {
        return progress.state();
    }

    public LegOperation operation() {
        return what.operation();
    }

    public Currency currency() {
        return what.amount().currency();
    }

    /** The reservation in the ledger. */
    public UUID pendingId() {
        return TransferIds.of(id, 0);
    }

    /** Written down by this batch, to be looked at again at {@code dueTs}. */
    public Leg written(long ts, long dueTs) {
        return with(new Progress(LegState.INTENT, LegMoney.PENDING, 1, 0, ts, dueTs, false, null, null));
    }

    public Leg with(Progress next) {
        return new Leg(id, atMs, what, books, next);
    }
}
