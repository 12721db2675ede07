package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.Refused;
import io.tongbao.payment.mandate.Mandate;
import io.tongbao.payment.mandate.MandateError;
import io.tongbao.payment.mandate.MandateGuard;
import io.tongbao.payment.mandate.Mandates;
import io.tongbao.payment.mandate.TakenGuard;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A provider takes a payment under a mandate, from the source the customer chose: in one step, or {@code processing} first when a
 * partner outside must agree. Caps are judged under the mandate's lock: exact, whatever races. What is
 * refused for a business reason stands as a failed payment with that reason.
 *
 * <p>Errors: those of {@link MandateGuard#spends}, {@code MANDATE_NOT_FOUND}, {@code MANDATE_NOT_ANNOUNCED}, those of the source,
 * {@link PaymentError#INSUFFICIENT_FUNDS}, {@link PaymentError#REFERENCE_ALREADY_USED}, {@link
 * PaymentError#IDEMPOTENCY_KEY_REUSED}, {@code UNSUPPORTED_CURRENCY}, {@code CUSTOMER_FROZEN}, {@code CUSTOMER_CLOSED}.
 */
public final class PayByMandate {

    private final PaymentDesk desk;
    private final Mandates mandates;

    public PayByMandate(PaymentDesk desk, Mandates mandates) {
        this.desk = desk;
        this.mandates = mandates;
    }

    public Outcome<Payment> execute(MandatePaymentCommand command, AnswerRenderer<Payment> renderer) {
        Mandate facts = mandates.find(command.mandateId())
                .filter(found -> found.providerId().equals(command.providerId()))
                .orElseThrow(() -> new Refused(MandateError.MANDATE_NOT_FOUND));
        PayerProof proof = command.proof();
        if (proof != null && !proof.customerId().equals(facts.customerId())) {
            throw new Refused(PaymentError.NOT_THE_PAYER);
        }
        CustomerFacts payer = desk.wallet(facts.customerId(), command.amount().currency());
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, desk.clock().instant());
        mandates.requireAnnounced(facts, command.reference(), command.amount().minor(), now);
        Order draft = Order.draft(
                desk.ids().next(),
                PaymentKind.PURCHASE,
                command.providerId(),
                command.reference(),
                payer.id(),
                null,
                command.amount(),
                command.subject(),
                ProofMethod.AGREEMENT,
                null,
                payer.walletAccountId(),
                command.payeeAccountId(),
                0,
                0);
        Paying paying = Paying.purchase(desk, facts.terms().source(), payer, draft);
        OneStep step = new OneStep(
                desk,
                command.idempotency(),
                hash(command),
                renderer,
                draft.paidBy(paying),
                ProofMethod.AGREEMENT,
                Funding.CUSTOMER,
                paying.leg(),
                null);
        step.guard(MandateGuard.spends(facts.id(), command.amount().minor(), proof != null));
        step.guard(new TakenGuard(facts.id(), draft.view().id()));
        step.spend(paying, payer, command.amount());
        if (proof == null) {
            step.guard(desk.guards().payer(payer.id()));
        } else {
            step.proof(proof, command.amount(), command.payeeAccountId());
        }
        return step.run();
    }

    private static byte[] hash(MandatePaymentCommand c) {
        return RequestHash.of("pay_by_mandate")
                .add(c.mandateId())
                .add(c.providerId())
                .add(c.payeeAccountId())
                .add(c.reference())
                .add(c.amount())
                .add(c.subject())
                .finish();
    }
}
