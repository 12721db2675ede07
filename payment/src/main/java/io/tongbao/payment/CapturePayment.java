package io.tongbao.payment;

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
 * The provider takes what was reserved, whole or in part (the rest is released), or rejects it with 0: then the payment is
 * cancelled and all is released. Silence until the end of the window expires it.
 *
 * <p>Errors: {@link PaymentError#PAYMENT_NOT_FOUND}, {@link PaymentError#PAYMENT_NOT_AUTHORISED}, {@link
 * PaymentError#CAPTURE_WINDOW_OVER}, {@link PaymentError#CAPTURE_EXCEEDS_AUTHORISED}, {@link
 * PaymentError#PAYEE_ACCOUNT_FROZEN}, {@link PaymentError#IDEMPOTENCY_KEY_REUSED}.
 */
public final class CapturePayment {

    private final PaymentDesk desk;

    public CapturePayment(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(CaptureCommand command, AnswerRenderer<Payment> renderer) {
        return Retries.whileBusy(() -> new Capture(desk, command, renderer).run());
    }

    /** Whether this much can be captured now. */
    static Verdict judge(Payment payment, CaptureCommand command, long ts) {
        if (!command.providerId().equals(payment.providerId())) {
            return Verdict.reject(PaymentError.PAYMENT_NOT_FOUND);
        }
        return switch (payment.state()) {
            case AUTHORISED -> {
                if (ts > payment.captureUntilTs()) {
                    yield Verdict.refuse(PaymentError.CAPTURE_WINDOW_OVER);
                }
                yield command.amountMinor() > payment.amountMinor()
                        ? Verdict.refuse(PaymentError.CAPTURE_EXCEEDS_AUTHORISED)
                        : Verdict.PASS;
            }
            case EXPIRED -> Verdict.refuse(PaymentError.CAPTURE_WINDOW_OVER);
            case CREATED, CHALLENGED, HELD, PROCESSING, IN_DOUBT, SUCCEEDED, FAILED, CANCELLED ->
                Verdict.refuse(PaymentError.PAYMENT_NOT_AUTHORISED);
        };
    }

    private static byte[] hash(CaptureCommand c) {
        return RequestHash.of("capture_payment")
                .add(c.paymentId())
                .add(c.providerId())
                .add(c.amountMinor())
                .finish();
    }

    private static final class Capture extends PostingScript<Payment> {

        private final long amountMinor;
        private final RowGuard<UUID, Order> order;
        private final @Nullable Leg rest;

        Capture(PaymentDesk desk, CaptureCommand command, AnswerRenderer<Payment> renderer) {
            super(desk, command.idempotency(), hash(command), renderer, Funding.CUSTOMER);
            this.amountMinor = command.amountMinor();
            this.rest = rest(desk, command);
            boolean prepared = rest != null;
            this.order = order(command.paymentId(), (state, stamp) -> {
                Verdict verdict = judge(state.view(), command, stamp.ts());
                boolean needed = state.view().source().isOutside()
                        && command.amountMinor() < state.view().amountMinor();
                return verdict == Verdict.PASS && needed != prepared
                        ? Verdict.reject(PaymentError.PAYMENT_BUSY)
                        : verdict;
            });
            // An id of its own for each attempt: one that the ledger refused for good must not block a later one.
            UUID transferId = TransferIds.of(desk.ids().next(), 0);
            UUID pendingId = Payment.mainTransferId(command.paymentId());
            transfer(
                    amountMinor == 0
                            ? Transfer.voiding(transferId, pendingId, command.paymentId())
                            : Transfer.post(transferId, pendingId, amountMinor, command.paymentId()));
            if (rest != null) {
                leg(rest, TransferReason.REFUND, null);
            }
        }

        /** What was taken from a card or phone bill and is not captured goes back there. */
        private static @Nullable Leg rest(PaymentDesk desk, CaptureCommand command) {
            Order read = desk.order(command.paymentId()).orElse(null);
            if (read == null
                    || read.view().state() != PaymentState.AUTHORISED
                    || !read.view().source().isOutside()
                    || command.amountMinor() >= read.view().amountMinor()) {
                return null;
            }
            Leg paid = desk.partners().legs().paying(command.paymentId()).orElseThrow();
            long amount = read.view().amountMinor() - command.amountMinor();
            return Paying.giveBack(desk, paid, amount, paid.books().to(), null);
        }

        @Override
        Conclusion<Payment> conclude(BatchStamp stamp, @Nullable Refusal refusal) {
            Order seen = order.seen();
            if (refusal != null) {
                return Conclusion.unchanged(seen.view(), seen.view().id());
            }
            Order next = amountMinor == 0 ? seen.cancelled() : seen.captured(amountMinor, stamp.ts());
            List<Rider<?>> riders = new ArrayList<>(legRows(stamp));
            riders.add(paymentEvent(next.view(), stamp));
            return new Conclusion<>(next.view(), next.view().id(), next, null, riders);
        }
    }
}
