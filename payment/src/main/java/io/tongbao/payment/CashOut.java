package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.Refused;
import java.util.concurrent.CompletableFuture;

/**
 * An agent hands out cash: the wallet pays into the agent's float, and the customer proves it. What is refused for a
 * business reason stands as a failed payment with that reason.
 *
 * <p>Errors: {@link PaymentError#INSUFFICIENT_FUNDS}, {@link PaymentError#REFERENCE_ALREADY_USED}, {@link
 * PaymentError#AMOUNT_ABOVE_LIMIT}, {@link PaymentError#PROOF_REQUIRED}, {@link PaymentError#SAME_PAYER_AND_PAYEE},
 * {@link PaymentError#IDEMPOTENCY_KEY_REUSED}, {@code UNSUPPORTED_CURRENCY}; those of PIN, device and customer in {@link
 * io.tongbao.customer.CustomerError}.
 */
public final class CashOut {

    private final PaymentDesk desk;

    public CashOut(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(CashOutCommand command, AnswerRenderer<Payment> renderer) {
        return prepare(command, renderer).run();
    }

    /** The same without waiting, for streams of requests whose order matters; see {@link PostingScript#submit}. */
    public CompletableFuture<Outcome<Payment>> submit(CashOutCommand command, AnswerRenderer<Payment> renderer) {
        return prepare(command, renderer).submit();
    }

    private OneStep prepare(CashOutCommand command, AnswerRenderer<Payment> renderer) {
        desk.requireWithinLimit(command.amount());
        PayerProof proof = command.proof();
        CustomerFacts customer =
                desk.wallet(proof.customerId(), command.amount().currency());
        if (customer.walletAccountId() == command.agentAccountId()) {
            throw new Refused(PaymentError.SAME_PAYER_AND_PAYEE);
        }
        Order draft = Order.draft(
                desk.ids().next(),
                PaymentKind.CASH_OUT,
                command.agentId(),
                command.reference(),
                customer.id(),
                null,
                command.amount(),
                "",
                proof.method(),
                null,
                customer.walletAccountId(),
                command.agentAccountId(),
                0,
                0);
        OneStep step = new OneStep(
                desk, command.idempotency(), hash(command), renderer, draft, proof.method(), Funding.CUSTOMER);
        step.payment(proof, customer, command.amount(), command.agentAccountId());
        return step;
    }

    private static byte[] hash(CashOutCommand c) {
        return RequestHash.of("cash_out")
                .add(c.agentId())
                .add(c.agentAccountId())
                .add(c.reference())
                .add(c.amount())
                .add(c.proof())
                .finish();
    }
}
