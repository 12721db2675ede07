package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.Refused;

/**
 * Takes a small payment in one step under an agreement. Caps are judged under the agreement's lock: exact, whatever races.
 * What is refused for a business reason stands as a failed payment with that reason.
 *
 * <p>Errors: {@link PaymentError#AGREEMENT_NOT_FOUND}, {@link PaymentError#AGREEMENT_ENDED}, {@link
 * PaymentError#PER_PAYMENT_CAP_EXCEEDED}, {@link PaymentError#DAILY_CAP_EXCEEDED}, {@link
 * PaymentError#INSUFFICIENT_FUNDS}, {@link PaymentError#REFERENCE_ALREADY_USED}, {@link
 * PaymentError#IDEMPOTENCY_KEY_REUSED}, {@code UNSUPPORTED_CURRENCY}, {@code CUSTOMER_FROZEN}, {@code CUSTOMER_CLOSED}.
 */
public final class PayByAgreement {

    private final PaymentDesk desk;

    public PayByAgreement(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(AgreementPaymentCommand command, AnswerRenderer<Payment> renderer) {
        return FirstAnswers.or(desk, command.idempotency(), hash(command), () -> attempt(command, renderer));
    }

    private Outcome<Payment> attempt(AgreementPaymentCommand command, AnswerRenderer<Payment> renderer) {
        Agreement facts = desk.agreementFacts(command.agreementId());
        if (!facts.providerId().equals(command.providerId())) {
            throw new Refused(PaymentError.AGREEMENT_NOT_FOUND);
        }
        CustomerFacts payer = desk.wallet(facts.customerId(), command.amount().currency());
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
                facts.id(),
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
                ProofMethod.AGREEMENT,
                Funding.CUSTOMER,
                paying.leg(),
                null);
        step.spend(facts.id());
        step.spend(paying, payer, command.amount());
        step.guard(desk.guards().payer(payer.id()));
        return step.run();
    }

    private static byte[] hash(AgreementPaymentCommand c) {
        return RequestHash.of("pay_by_agreement")
                .add(c.agreementId())
                .add(c.providerId())
                .add(c.payeeAccountId())
                .add(c.reference())
                .add(c.amount())
                .add(c.subject())
                .add(c.cancelWindowSeconds())
                .add(c.source())
                .finish();
    }
}
