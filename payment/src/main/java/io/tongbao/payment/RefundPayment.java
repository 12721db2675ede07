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
 * The provider gives money of a purchase back, in part or whole, as often as it likes, never more than it kept. What is
 * refused for a business reason stands as a failed refund with that reason.
 *
 * <p>Errors: {@link PaymentError#PAYMENT_NOT_FOUND}, {@link PaymentError#PAYMENT_NOT_SUCCEEDED}, {@link
 * PaymentError#NOT_REFUNDABLE}, {@link PaymentError#REFUND_EXCEEDS_REMAINING}, {@link
 * PaymentError#PROVIDER_BALANCE_INSUFFICIENT}, {@link PaymentError#REFERENCE_ALREADY_USED}, {@link
 * PaymentError#PAYMENT_BUSY}, {@link PaymentError#IDEMPOTENCY_KEY_REUSED}, {@code PAYEE_CLOSED} when the payer's account
 * is closed.
 *
 * <p>What a card or phone bill paid goes back there: the refund is {@code processing} first, and when the bank or carrier refuses for
 * good, the money goes to the payer's wallet instead, which the refund says.
 */
public final class RefundPayment {

    private final PaymentDesk desk;

    public RefundPayment(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Refund> execute(RefundCommand command, AnswerRenderer<Refund> renderer) {
        return Retries.whileBusy(() -> {
            Order order = desk.order(command.paymentId())
                    .filter(o -> command.providerId().equals(o.view().providerId()))
                    .orElseThrow(() -> new Refused(PaymentError.PAYMENT_NOT_FOUND));
            return new Giving(desk, command, renderer, order).run();
        });
    }

    /** Whether this much can be given back now. */
    static Verdict judge(Payment payment, long amountMinor) {
        if (payment.kind() != PaymentKind.PURCHASE) {
            return Verdict.refuse(PaymentError.NOT_REFUNDABLE);
        }
        if (payment.state() != PaymentState.SUCCEEDED) {
            return Verdict.refuse(PaymentError.PAYMENT_NOT_SUCCEEDED);
        }
        return amountMinor > payment.capturedMinor() - payment.refundedMinor()
                ? Verdict.refuse(PaymentError.REFUND_EXCEEDS_REMAINING)
                : Verdict.PASS;
    }

    private static byte[] hash(RefundCommand c) {
        return RequestHash.of("refund_payment")
                .add(c.paymentId())
                .add(c.providerId())
                .add(c.reference())
                .add(c.amountMinor())
                .add(c.reason())
                .finish();
    }

    private static final class Giving extends PostingScript<Refund> {

        private final RefundCommand command;
        private final UUID id;
        private final RowGuard<UUID, Order> order;
        private final boolean toSource;

        Giving(PaymentDesk desk, RefundCommand command, AnswerRenderer<Refund> renderer, Order read) {
            super(desk, command.idempotency(), hash(command), renderer, Funding.PROVIDER);
            this.command = command;
            this.id = desk.ids().next();
            Payment view = read.view();
            boolean moves = view.state() == PaymentState.SUCCEEDED && view.kind() == PaymentKind.PURCHASE;
            guard(ReferenceTable.REFUNDS.unused(command.providerId(), command.reference()));
            this.order = order(view.id(), (state, stamp) -> {
                Verdict verdict = judge(state.view(), command.amountMinor());
                // It succeeded since it was read: only now are payer and transfer known.
                return verdict == Verdict.PASS && !moves ? Verdict.reject(PaymentError.PAYMENT_BUSY) : verdict;
            });
            Leg paid = moves && view.source().isOutside()
                    ? desk.partners().legs().paying(view.id()).orElseThrow()
                    : null;
            this.toSource = paid != null;
            if (paid != null) {
                leg(
                        Paying.giveBack(desk, paid, command.amountMinor(), read.payeeAccountId(), id),
                        TransferReason.REFUND,
                        null);
            } else if (moves) {
                UUID payer = view.payerId();
                if (payer != null) {
                    guard(desk.guards().payee(payer));
                }
                transfer(Transfer.single(
                        TransferIds.of(id, 0),
                        read.payeeAccountId(),
                        read.payerAccountId(),
                        command.amountMinor(),
                        view.currency().ledger(),
                        TransferReason.REFUND,
                        view.id()));
            }
        }

        @Override
        Conclusion<Refund> conclude(BatchStamp stamp, @Nullable Refusal refusal) {
            Order seen = order.seen();
            Refund refund = new Refund(
                    id,
                    command.paymentId(),
                    command.providerId(),
                    command.reference(),
                    command.amountMinor(),
                    seen.view().currency(),
                    refusal != null ? RefundState.FAILED : toSource ? RefundState.PROCESSING : RefundState.SUCCEEDED,
                    command.reason(),
                    refusal == null ? null : refusal.code().code(),
                    stamp.ts(),
                    toSource ? RefundDestination.SOURCE : RefundDestination.WALLET);
            String type =
                    switch (refund.state()) {
                        case SUCCEEDED -> EventTypes.REFUND_SUCCEEDED;
                        case FAILED -> EventTypes.REFUND_FAILED;
                        case PROCESSING -> EventTypes.REFUND_PROCESSING;
                    };
            List<Rider<?>> riders = new ArrayList<>(3);
            riders.add(new Rider<>(RefundRows.INSTANCE, refund));
            riders.add(event(type, id, command.providerId(), stamp, RefundJson.write(refund)));
            if (refusal == null) {
                riders.addAll(legRows(stamp));
            }
            Order next = refusal == null ? seen.refunded(command.amountMinor()) : null;
            return new Conclusion<>(refund, id, next, null, riders);
        }
    }
}
