package io.tongbao.payment;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Money;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.state.PaymentState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment with what only this module knows of it. Immutable; each method is one move and gives the next version.
 *
 * @param payerAccountId 0 until the payer is known
 * @param cancelWindowSeconds from success
 * @param captureWindowSeconds from authorisation; 0 when confirmation moves the money
 */
record Order(
        Payment view, long payerAccountId, long payeeAccountId, int cancelWindowSeconds, int captureWindowSeconds) {

    private static final long MICROS = 1_000_000L;

    /** A payment of one kind that waits for its stamp. */
    static Order draft(
            UUID id,
            PaymentKind kind,
            @Nullable UUID providerId,
            @Nullable String reference,
            @Nullable UUID payerId,
            @Nullable UUID payeeId,
            Money amount,
            String subject,
            @Nullable ProofMethod method,
            @Nullable UUID agreementId,
            long payerAccountId,
            long payeeAccountId,
            int cancelWindowSeconds,
            int captureWindowSeconds) {
        Payment view = new Payment(
                id,
                kind,
                providerId,
                reference,
                payerId,
                payeeId,
                amount.minor(),
                amount.currency(),
                0,
                0,
                PaymentState.CREATED,
                0,
                subject,
                null,
                0,
                0,
                0,
                0,
                0,
                method,
                agreementId,
                FundingSource.WALLET,
                null);
        return new Order(view, payerAccountId, payeeAccountId, cancelWindowSeconds, captureWindowSeconds);
    }

    /** Created now, to be confirmed by {@code ts} plus the validity. */
    Order created(long ts, int validitySeconds) {
        return with(view.stamped(1, ts, ts + validitySeconds * MICROS), payerAccountId);
    }

    /** Created and decided in one step. */
    Order createdInOneStep(long ts) {
        return with(view.stamped(0, ts, 0), payerAccountId);
    }

    /** The id of the transfer that moves or reserves the money. */
    UUID mainTransferId() {
        return Payment.mainTransferId(view.id());
    }

    boolean capturesLater() {
        return captureWindowSeconds > 0;
    }

    /** Money moved, or is reserved when it is to be captured later. */
    Order confirmed(@Nullable UUID payerId, long payerAccount, ProofMethod method, long ts) {
        Payment next = capturesLater()
                ? view.changed(
                        PaymentState.AUTHORISED, payerId, method, 0, 0, null, 0, 0, ts + captureWindowSeconds * MICROS)
                : view.changed(
                        PaymentState.SUCCEEDED,
                        payerId,
                        method,
                        view.amountMinor(),
                        0,
                        null,
                        ts,
                        cancellableFrom(ts),
                        0);
        return with(next, payerAccount);
    }

    /** Paid from this source. */
    Order from(FundingSource source, @Nullable String label) {
        return with(view.from(source, label), payerAccountId);
    }

    /** Paid from a source that is ready; the wallet stays unsaid. */
    Order paidBy(Paying paying) {
        return paying.source() instanceof FundingSource.Wallet
                ? this
                : new Order(
                        view.from(paying.source(), paying.label()),
                        paying.accountId(),
                        payeeAccountId,
                        cancelWindowSeconds,
                        captureWindowSeconds);
    }

    /** A partner is asked to move the money. */
    Order processing(@Nullable UUID payerId, long payerAccount, @Nullable ProofMethod method) {
        return with(view.changed(PaymentState.PROCESSING, payerId, method, 0, 0, null, 0, 0, 0), payerAccount);
    }

    /** The partner's answer is missing. */
    Order inDoubt() {
        return with(
                view.changed(PaymentState.IN_DOUBT, view.payerId(), view.method(), 0, 0, null, 0, 0, 0),
                payerAccountId);
    }

    /** The partner did it: as if the payer had just confirmed. */
    Order completed(long ts) {
        ProofMethod method = view.method();
        return confirmed(view.payerId(), payerAccountId, method == null ? ProofMethod.WAIVED : method, ts);
    }

    Order captured(long amountMinor, long ts) {
        return with(
                view.changed(
                        PaymentState.SUCCEEDED,
                        view.payerId(),
                        view.method(),
                        amountMinor,
                        0,
                        null,
                        ts,
                        cancellableFrom(ts),
                        view.captureUntilTs()),
                payerAccountId);
    }

    Order failed(ErrorCode why, @Nullable UUID payerId, long payerAccount, @Nullable ProofMethod method) {
        return with(view.changed(PaymentState.FAILED, payerId, method, 0, 0, why.code(), 0, 0, 0), payerAccount);
    }

    /** Nothing stays with the payee. */
    Order cancelled() {
        return ended(PaymentState.CANCELLED);
    }

    Order expired() {
        return ended(PaymentState.EXPIRED);
    }

    Order refunded(long amountMinor) {
        return with(
                view.changed(
                        view.state(),
                        view.payerId(),
                        view.method(),
                        view.capturedMinor(),
                        Math.addExact(view.refundedMinor(), amountMinor),
                        null,
                        view.completedTs(),
                        view.cancellableUntilTs(),
                        view.captureUntilTs()),
                payerAccountId);
    }

    private Order ended(PaymentState state) {
        return with(
                view.changed(
                        state,
                        view.payerId(),
                        view.method(),
                        0,
                        0,
                        null,
                        view.completedTs(),
                        view.cancellableUntilTs(),
                        view.captureUntilTs()),
                payerAccountId);
    }

    private long cancellableFrom(long ts) {
        return cancelWindowSeconds == 0 ? 0 : ts + cancelWindowSeconds * MICROS;
    }

    private Order with(Payment next, long payerAccount) {
        return new Order(next, payerAccount, payeeAccountId, cancelWindowSeconds, captureWindowSeconds);
    }
}
