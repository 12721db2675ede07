package io.tongbao.payment;

import io.tongbao.kernel.Refused;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Guard.Verdict;
import io.tongbao.ledger.Rider;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferIds;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.state.PaymentState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Provider or payer takes a payment back: before success it never happens and what was reserved is released; within the
 * cancel window after success the whole amount returns from the payee's account.
 *
 * <p>Errors: {@link PaymentError#PAYMENT_NOT_FOUND}, {@link PaymentError#CANCEL_WINDOW_OVER}, {@link
 * PaymentError#ALREADY_REFUNDED}, {@link PaymentError#PAYMENT_ALREADY_CANCELLED}, {@link
 * PaymentError#PAYMENT_ALREADY_FAILED}, {@link PaymentError#PAYMENT_EXPIRED}, {@link
 * PaymentError#PROVIDER_BALANCE_INSUFFICIENT}, {@link PaymentError#PAYMENT_BUSY}, {@link
 * PaymentError#IDEMPOTENCY_KEY_REUSED}, {@code PAYEE_CLOSED} when the payer's account is closed.
 */
public final class CancelPayment {

    private final PaymentDesk desk;

    public CancelPayment(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(CancelCommand command, AnswerRenderer<Payment> renderer) {
        return Retries.whileBusy(() -> {
            Order order = desk.order(command.paymentId())
                    .filter(o -> mayCancel(o.view(), command.by()))
                    .orElseThrow(() -> new Refused(PaymentError.PAYMENT_NOT_FOUND));
            return new Cancellation(desk, command, renderer, order).run();
        });
    }

    private static boolean mayCancel(Payment payment, Party party) {
        return switch (party) {
            case Party.Provider(UUID id) -> id.equals(payment.providerId());
            case Party.Customer(UUID id) -> id.equals(payment.payerId());
            case Party.Platform() -> true;
        };
    }

    /** Whether a payment can be cancelled now. */
    static Verdict judge(Payment payment, long ts) {
        return switch (payment.state()) {
            case CREATED, CHALLENGED, HELD, AUTHORISED -> Verdict.PASS;
            // A purchase is taken back at the partner; money that is being paid out is not stopped half way.
            case PROCESSING, IN_DOUBT ->
                payment.kind() == PaymentKind.PURCHASE
                        ? Verdict.PASS
                        : Verdict.refuse(PaymentError.PAYMENT_NOT_SUCCEEDED);
            case SUCCEEDED -> {
                if (payment.refundedMinor() > 0) {
                    yield Verdict.refuse(PaymentError.ALREADY_REFUNDED);
                }
                yield ts > payment.cancellableUntilTs()
                        ? Verdict.refuse(PaymentError.CANCEL_WINDOW_OVER)
                        : Verdict.PASS;
            }
            case FAILED -> Verdict.refuse(PaymentError.PAYMENT_ALREADY_FAILED);
            case CANCELLED -> Verdict.refuse(PaymentError.PAYMENT_ALREADY_CANCELLED);
            case EXPIRED -> Verdict.refuse(PaymentError.PAYMENT_EXPIRED);
        };
    }

    private static byte[] hash(CancelCommand c) {
        return RequestHash.of("cancel_payment").add(c.paymentId()).add(c.by()).finish();
    }

    private static final class Cancellation extends PostingScript<Payment> {

        private final RowGuard<UUID, Order> order;

        Cancellation(PaymentDesk desk, CancelCommand command, AnswerRenderer<Payment> renderer, Order read) {
            super(desk, command.idempotency(), hash(command), renderer, Funding.PROVIDER);
            Payment view = read.view();
            this.order = order(
                    view.id(),
                    (state, stamp) -> state.view().version() == view.version()
                            ? judge(state.view(), stamp.ts())
                            : Verdict.reject(PaymentError.PAYMENT_BUSY));
            // An id of its own for each attempt: one that the ledger refused for good must not block a later one.
            UUID transferId = TransferIds.of(desk.ids().next(), 0);
            Leg paid = view.source().isOutside()
                    ? desk.partners().legs().paying(view.id()).orElse(null)
                    : null;
            if (view.state() == PaymentState.AUTHORISED) {
                transfer(Transfer.voiding(transferId, read.mainTransferId(), view.id()));
                if (paid != null) {
                    leg(
                            Paying.giveBack(
                                    desk, paid, view.amountMinor(), paid.books().to(), null),
                            TransferReason.CANCELLATION,
                            null);
                }
            } else if (view.state() == PaymentState.SUCCEEDED && paid != null) {
                leg(
                        Paying.giveBack(desk, paid, view.capturedMinor(), read.payeeAccountId(), null),
                        TransferReason.CANCELLATION,
                        null);
            } else if (paid != null
                    && (view.state() == PaymentState.PROCESSING || view.state() == PaymentState.IN_DOUBT)) {
                guard(new AbandonLeg(desk.partners().rules(), paid.id()));
            } else if (view.state() == PaymentState.SUCCEEDED) {
                UUID payer = view.payerId();
                if (payer != null) {
                    guard(desk.guards().payee(payer));
                }
                transfer(Transfer.single(
                        transferId,
                        read.payeeAccountId(),
                        read.payerAccountId(),
                        view.capturedMinor(),
                        view.currency().ledger(),
                        TransferReason.CANCELLATION,
                        view.id()));
            }
        }

        @Override
        Conclusion<Payment> conclude(BatchStamp stamp, @Nullable Refusal refusal) {
            Order seen = order.seen();
            if (refusal != null) {
                return Conclusion.unchanged(seen.view(), seen.view().id());
            }
            Order next = seen.cancelled();
            List<Rider<?>> riders = new ArrayList<>(legRows(stamp));
            riders.add(paymentEvent(next.view(), stamp));
            return new Conclusion<>(next.view(), next.view().id(), next, null, riders);
        }
    }
}
