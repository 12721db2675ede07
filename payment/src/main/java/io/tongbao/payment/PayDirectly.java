package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.Refused;
import java.util.concurrent.CompletableFuture;

/**
 * Makes a purchase that the payer proves in the same request. What is refused for a business reason stands as a failed
 * payment with that reason.
 *
 * <p>Errors: {@link PaymentError#INSUFFICIENT_FUNDS}, {@link PaymentError#REFERENCE_ALREADY_USED}, {@link
 * PaymentError#IDEMPOTENCY_KEY_REUSED}, {@link PaymentError#AMOUNT_ABOVE_LIMIT}, {@link PaymentError#PROOF_REQUIRED},
 * {@link PaymentError#SAME_PAYER_AND_PAYEE}, {@code UNSUPPORTED_CURRENCY}; those of PIN, device and customer in {@link
 * io.tongbao.customer.CustomerError}.
 */
public final class PayDirectly {

    private final PaymentDesk desk;

    public PayDirectly(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(DirectPaymentCommand command, AnswerRenderer<Payment> renderer) {
        return FirstAnswers.or(desk, command.idempotency(), hash(command), () -> prepare(command, renderer)
                .run());
    }

    /** The same without waiting, for streams of requests whose order matters; see {@link PostingScript#submit}. */
    public CompletableFuture<Outcome<Payment>> submit(DirectPaymentCommand command, AnswerRenderer<Payment> renderer) {
        return prepare(command, renderer).submit();
    }

    private OneStep prepare(DirectPaymentCommand command, AnswerRenderer<Payment> renderer) {
        desk.requireWithinLimit(command.amount());
        PayerProof proof = command.proof();
        CustomerFacts payer = desk.wallet(proof.customerId(), command.amount().currency());
        if (payer.walletAccountId() == command.payeeAccountId()) {
            throw new Refused(PaymentError.SAME_PAYER_AND_PAYEE);
        }
        Order draft = Order.draft(
                desk.ids().next(),
                PaymentKind.PURCHASE,
                command.providerId(),
                command.reference(),
                payer.id(),
                null,
                command.amount(),
                command.subject(),
                proof.method(),
                null,
                payer.walletAccountId(),
                command.payeeAccountId(),
                command.cancelWindowSeconds(),
                0);
        Paying paying = Paying.purchase(desk, command.source(), payer, draft);
        OneStep step = new OneStep(
                desk,
                command.idempotency(),
                hash(command),
                renderer,
                draft.paidBy(paying),
                proof.method(),
                Funding.CUSTOMER,
                paying.leg(),
                command.bankCode());
        step.payment(paying, proof, payer, command.amount(), command.payeeAccountId());
        return step;
    }

    private static byte[] hash(DirectPaymentCommand c) {
        return RequestHash.of("pay_directly")
                .add(c.providerId())
                .add(c.payeeAccountId())
                .add(c.reference())
                .add(c.amount())
                .add(c.subject())
                .add(c.cancelWindowSeconds())
                .add(c.proof())
                .add(c.source())
                .finish();
    }
}
