package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.Refused;
import java.util.concurrent.CompletableFuture;

/**
 * An agent took cash: the agent's float pays into the wallet.
 *
 * <p>Errors: {@link PaymentError#AGENT_FLOAT_INSUFFICIENT}, {@link PaymentError#REFERENCE_ALREADY_USED}, {@link
 * PaymentError#AMOUNT_ABOVE_LIMIT}, {@link PaymentError#SAME_PAYER_AND_PAYEE}, {@link
 * PaymentError#IDEMPOTENCY_KEY_REUSED}, {@code CUSTOMER_NOT_FOUND}, {@code PAYEE_CLOSED}, {@code UNSUPPORTED_CURRENCY}.
 */
public final class CashIn {

    private final PaymentDesk desk;

    public CashIn(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(CashInCommand command, AnswerRenderer<Payment> renderer) {
        return prepare(command, renderer).run();
    }

    /** The same without waiting, for streams of requests whose order matters; see {@link PostingScript#submit}. */
    public CompletableFuture<Outcome<Payment>> submit(CashInCommand command, AnswerRenderer<Payment> renderer) {
        return prepare(command, renderer).submit();
    }

    private OneStep prepare(CashInCommand command, AnswerRenderer<Payment> renderer) {
        desk.requireWithinLimit(command.amount());
        CustomerFacts customer =
                desk.wallet(command.customerId(), command.amount().currency());
        if (customer.walletAccountId() == command.agentAccountId()) {
            throw new Refused(PaymentError.SAME_PAYER_AND_PAYEE);
        }
        Order draft = Order.draft(
                desk.ids().next(),
                PaymentKind.CASH_IN,
                command.agentId(),
                command.reference(),
                null,
                customer.id(),
                command.amount(),
                "",
                ProofMethod.WAIVED,
                null,
                command.agentAccountId(),
                customer.walletAccountId(),
                0,
                0);
        OneStep step = new OneStep(
                desk, command.idempotency(), hash(command), renderer, draft, ProofMethod.WAIVED, Funding.AGENT);
        step.guard(desk.guards().payee(customer.id()));
        return step;
    }

    private static byte[] hash(CashInCommand c) {
        return RequestHash.of("cash_in")
                .add(c.agentId())
                .add(c.agentAccountId())
                .add(c.customerId())
                .add(c.reference())
                .add(c.amount())
                .finish();
    }
}
