package io.tongbao.payment;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Rider;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Orders a payment, which its payer then confirms.
 *
 * <p>Errors: {@link PaymentError#REFERENCE_ALREADY_USED}, {@link PaymentError#IDEMPOTENCY_KEY_REUSED}, {@link
 * PaymentError#AMOUNT_ABOVE_LIMIT}; with a named payer {@code CUSTOMER_NOT_FOUND} and {@code UNSUPPORTED_CURRENCY}.
 */
public final class CreatePayment {

    private final PaymentDesk desk;

    public CreatePayment(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(CreatePaymentCommand command, AnswerRenderer<Payment> renderer) {
        desk.requireWithinLimit(command.amount());
        UUID payerId = command.payerId();
        if (payerId != null) {
            desk.wallet(payerId, command.amount().currency());
        }
        Order draft = Order.draft(
                desk.ids().next(),
                PaymentKind.PURCHASE,
                command.providerId(),
                command.reference(),
                payerId,
                null,
                command.amount(),
                command.subject(),
                null,
                null,
                0,
                command.payeeAccountId(),
                command.cancelWindowSeconds(),
                command.captureWindowSeconds());
        Creation creation = new Creation(desk, command, renderer, draft);
        Outcome<Payment> outcome = creation.run();
        if (!outcome.replayed()) {
            Order created = creation.created;
            if (created != null) {
                desk.remember(created);
            }
        }
        return outcome;
    }

    private static byte[] hash(CreatePaymentCommand c) {
        return RequestHash.of("create_payment")
                .add(c.providerId())
                .add(c.payeeAccountId())
                .add(c.reference())
                .add(c.amount())
                .add(c.subject())
                .add(c.payerId())
                .add(c.validitySeconds())
                .add(c.cancelWindowSeconds())
                .add(c.captureWindowSeconds())
                .finish();
    }

    private static final class Creation extends PostingScript<Payment> {

        private final Order draft;
        private final int validitySeconds;
        private @Nullable Order created;

        Creation(PaymentDesk desk, CreatePaymentCommand command, AnswerRenderer<Payment> renderer, Order draft) {
            super(desk, command.idempotency(), hash(command), renderer, Funding.CUSTOMER);
            this.draft = draft;
            this.validitySeconds = command.validitySeconds();
            guard(ReferenceTable.ORDERS.unused(command.providerId(), command.reference()));
        }

        @Override
        Conclusion<Payment> conclude(BatchStamp stamp, @Nullable Refusal refusal) {
            Order order = draft.created(stamp.ts(), validitySeconds);
            created = refusal == null ? order : null;
            Payment view = order.view();
            List<Rider<?>> riders = List.of(
                    new Rider<>(OrderRows.INSTANCE, order),
                    DueRows.at(view.expiresTs(), view.id()),
                    paymentEvent(view, stamp));
            return new Conclusion<>(view, view.id(), null, null, riders);
        }
    }
}
