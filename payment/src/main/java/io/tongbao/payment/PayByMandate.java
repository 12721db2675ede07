package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.Refused;
import io.tongbao.partner.PartnerError;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.funding.PrepaidAccess;
import io.tongbao.payment.mandate.Mandate;
import io.tongbao.payment.mandate.MandateError;
import io.tongbao.payment.mandate.MandateGuard;
import io.tongbao.payment.mandate.Mandates;
import io.tongbao.payment.mandate.TakenGuard;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * A provider takes a payment under a mandate, in one step. Caps are judged under the mandate's lock: exact, whatever races. What is
 * refused for a business reason stands as a failed payment with that reason.
 *
 * <p>Errors: those of {@link MandateGuard#spends}, {@code MANDATE_NOT_FOUND}, {@code MANDATE_NOT_ANNOUNCED}, those of the source,
 * {@link PaymentError#INSUFFICIENT_FUNDS}, {@link PaymentError#REFERENCE_ALREADY_USED}, {@link
 * PaymentError#IDEMPOTENCY_KEY_REUSED}, {@code UNSUPPORTED_CURRENCY}, {@code CUSTOMER_FROZEN}, {@code CUSTOMER_CLOSED}.
 */
public final class PayByMandate {

    private final PaymentDesk desk;
    private final Mandates mandates;
    private final PrepaidAccess prepaid;

    public PayByMandate(PaymentDesk desk, Mandates mandates, PrepaidAccess prepaid) {
        this.desk = desk;
        this.mandates = mandates;
        this.prepaid = prepaid;
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
        FundingSource source = facts.terms().source();
        PrepaidAccess.Funds funds =
                switch (source) {
                    case FundingSource.PrepaidCard(UUID id) -> prepaid.funds(payer.id(), id, command.providerId());
                    case FundingSource.Wallet wallet -> new PrepaidAccess.Funds(
                            payer.walletAccountId(),
                            "",
                            desk.policy().limitsByTier()
                                    ? desk.guards()
                                            .allowance(payer, command.amount().minor())
                                    : List.of());
                    case FundingSource.BankCard card -> throw new Refused(PartnerError.PARTNER_NOT_OFFERED);
                    case FundingSource.PhoneBill bill -> throw new Refused(PartnerError.PARTNER_NOT_OFFERED);
                };
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
                funds.accountId(),
                command.payeeAccountId(),
                0,
                0);
        OneStep step = new OneStep(
                desk, command.idempotency(), hash(command), renderer, draft, ProofMethod.AGREEMENT, Funding.CUSTOMER);
        step.guard(MandateGuard.spends(facts.id(), command.amount().minor(), proof != null));
        step.guard(new TakenGuard(facts.id(), draft.view().id()));
        funds.guards().forEach(step::guard);
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
