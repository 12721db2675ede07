package io.tongbao.payment;

import io.tongbao.kernel.Currency;
import io.tongbao.ledger.TransferIds;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.state.PaymentState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment as everybody outside sees it. Amounts are minor units; times are microseconds since 1970, 0 where there is none.
 *
 * @param id time-ordered; public form {@code pay_…}
 * @param providerId the service provider or agent; null for transfers between people
 * @param reference the provider's own number, 1 to 64 characters, unique per provider; null when it has none
 * @param payerId null until known, and for cash-in
 * @param payeeId the customer who receives; null for purchases and cash-out
 * @param capturedMinor what moved to the payee
 * @param refundedMinor what came back by refunds, at most {@code capturedMinor}
 * @param version grows by one with each change
 * @param failure stable code of why it failed; null otherwise
 * @param expiresTs until when it can be confirmed
 * @param completedTs when it succeeded
 * @param cancellableUntilTs until when it can be cancelled after success
 * @param captureUntilTs until when an authorised one can be captured
 * @param source what pays, or paid; the wallet until the payer has chosen
 * @param sourceLabel the card's masked number; null for the wallet
 */
public record Payment(
        UUID id,
        PaymentKind kind,
        @Nullable UUID providerId,
        @Nullable String reference,
        @Nullable UUID payerId,
        @Nullable UUID payeeId,
        long amountMinor,
        Currency currency,
        long capturedMinor,
        long refundedMinor,
        PaymentState state,
        int version,
        String subject,
        @Nullable String failure,
        long createdTs,
        long expiresTs,
        long completedTs,
        long cancellableUntilTs,
        long captureUntilTs,
        @Nullable ProofMethod method,
        @Nullable UUID agreementId,
        FundingSource source,
        @Nullable String sourceLabel) {

    /** Prefix of public payment ids. */
    public static final String PREFIX = "pay";

    private static final int MAIN_TRANSFER = 1;

    /** The ledger's id of the transfer that moves or reserves the money of a payment. */
    public static UUID mainTransferId(UUID paymentId) {
        return TransferIds.of(paymentId, MAIN_TRANSFER);
    }

    /** The next version of it; the move between states must be a legal one. */
    Payment changed(
            PaymentState next,
            @Nullable UUID payer,
            @Nullable ProofMethod proof,
            long captured,
            long refunded,
            @Nullable String why,
            long completed,
            long cancellableUntil,
            long captureUntil) {
        return new Payment(
                id,
                kind,
                providerId,
                reference,
                payer,
                payeeId,
                amountMinor,
                currency,
                captured,
                refunded,
                next == state ? state : state.moveTo(next),
                version + 1,
                subject,
                why,
                createdTs,
                expiresTs,
                completed,
                cancellableUntil,
                captureUntil,
                proof,
                agreementId,
                source,
                sourceLabel);
    }

    /** The same, created now. */
    Payment stamped(int firstVersion, long ts, long expires) {
        return new Payment(
                id,
                kind,
                providerId,
                reference,
                payerId,
                payeeId,
                amountMinor,
                currency,
                capturedMinor,
                refundedMinor,
                state,
                firstVersion,
                subject,
                failure,
                ts,
                expires,
                completedTs,
                cancellableUntilTs,
                captureUntilTs,
                method,
                agreementId,
                source,
                sourceLabel);
    }

    /** The same, paid from this source. */
    Payment from(FundingSource chosen, @Nullable String label) {
        return new Payment(
                id,
                kind,
                providerId,
                reference,
                payerId,
                payeeId,
                amountMinor,
                currency,
                capturedMinor,
                refundedMinor,
                state,
                version,
                subject,
                failure,
                createdTs,
                expiresTs,
                completedTs,
                cancellableUntilTs,
                captureUntilTs,
                method,
                agreementId,
                chosen,
                label);
    }
}
