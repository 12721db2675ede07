package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.customer.PayeeName;
import io.tongbao.kernel.Refused;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Moves money from one customer to another, after a check of the payee's name. What is refused for a business reason stands
 * as a failed payment with that reason.
 *
 * <p>Errors: {@link PaymentError#PAYEE_NOT_FOUND}, {@link PaymentError#PAYEE_NAME_MISMATCH}, {@link
 * PaymentError#SAME_PAYER_AND_PAYEE}, {@link PaymentError#INSUFFICIENT_FUNDS}, {@link PaymentError#AMOUNT_ABOVE_LIMIT},
 * {@link PaymentError#PROOF_REQUIRED}, {@link PaymentError#IDEMPOTENCY_KEY_REUSED}, {@code UNSUPPORTED_CURRENCY}; those
 * of PIN, device and customer in {@link io.tongbao.customer.CustomerError}.
 */
public final class TransferToPerson {

    private final PaymentDesk desk;

    public TransferToPerson(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(TransferCommand command, AnswerRenderer<Payment> renderer) {
        return prepare(command, renderer).run();
    }

    /** The same without waiting, for streams of requests whose order matters; see {@link PostingScript#submit}. */
    public CompletableFuture<Outcome<Payment>> submit(TransferCommand command, AnswerRenderer<Payment> renderer) {
        return prepare(command, renderer).submit();
    }

    private OneStep prepare(TransferCommand command, AnswerRenderer<Payment> renderer) {
        desk.requireWithinLimit(command.amount());
        PayerProof proof = command.proof();
        CustomerFacts payer = desk.wallet(proof.customerId(), command.amount().currency());
        CustomerFacts found = find(desk, command.payee());
        if (found.id().equals(payer.id())) {
            throw new Refused(PaymentError.SAME_PAYER_AND_PAYEE);
        }
        CustomerFacts payee = desk.wallet(found.id(), command.amount().currency());
        String expected = command.expectedPayeeName();
        if (expected != null && !PayeeName.of(payee.name()).matches(expected)) {
            throw new Refused(PaymentError.PAYEE_NAME_MISMATCH);
        }
        Order draft = Order.draft(
                desk.ids().next(),
                PaymentKind.TRANSFER,
                null,
                null,
                payer.id(),
                payee.id(),
                command.amount(),
                command.subject(),
                proof.method(),
                null,
                payer.walletAccountId(),
                payee.walletAccountId(),
                0,
                0);
        OneStep step = new OneStep(
                desk,
                command.idempotency(),
                hash(command, payee.id()),
                renderer,
                draft,
                proof.method(),
                Funding.CUSTOMER);
        step.guard(
                command.payee() instanceof TransferCommand.Payee.ByNumber(var number)
                        ? desk.guards().payee(payee.id(), number)
                        : desk.guards().payee(payee.id()));
        step.payment(proof, payer, command.amount(), payee.walletAccountId());
        return step;
    }

    static CustomerFacts find(PaymentDesk desk, TransferCommand.Payee payee) {
        Optional<CustomerFacts> found =
                switch (payee) {
                    case TransferCommand.Payee.ByNumber(var msisdn) ->
                        desk.customers().facts(msisdn);
                    case TransferCommand.Payee.ById(UUID id) -> desk.customers().facts(id);
                };
        return found.orElseThrow(() -> new Refused(PaymentError.PAYEE_NOT_FOUND));
    }

    private static byte[] hash(TransferCommand c, UUID payeeId) {
        return RequestHash.of("transfer")
                .add(c.proof())
                .add(payeeId)
                .add(c.amount())
                .add(c.expectedPayeeName())
                .add(c.subject())
                .finish();
    }
}
