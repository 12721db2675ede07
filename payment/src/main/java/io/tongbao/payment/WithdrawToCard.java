package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.Refused;
import io.tongbao.partner.PartnerError;
import io.tongbao.payment.funding.FundingCard;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.LegOperation;
import java.util.UUID;

/**
 * The wallet pays out to a debit card of the customer: at once, within two hours, or the next day.
 *
 * <p>Errors: {@code SOURCE_NOT_USABLE}, {@code PARTNER_UNAVAILABLE}, {@code PARTNER_NOT_OFFERED}, {@link PaymentError#INSUFFICIENT_FUNDS}, {@link
 * PaymentError#AMOUNT_ABOVE_LIMIT}, {@link PaymentError#PROOF_REQUIRED}, {@link PaymentError#IDEMPOTENCY_KEY_REUSED}; those of PIN, device
 * and customer in {@link io.tongbao.customer.CustomerError}. Later, on the payment: those of {@link io.tongbao.partner.PartnerError}.
 */
public final class WithdrawToCard {

    private final PaymentDesk desk;

    public WithdrawToCard(PaymentDesk desk) {
        this.desk = desk;
    }

    /** Answers with a payment that is {@code processing}. */
    public Outcome<Payment> execute(CardMoneyCommand command, AnswerRenderer<Payment> renderer) {
        return FirstAnswers.or(desk, command.idempotency(), hash(command), () -> attempt(command, renderer));
    }

    private Outcome<Payment> attempt(CardMoneyCommand command, AnswerRenderer<Payment> renderer) {
        desk.requireWithinLimit(command.amount());
        PayerProof proof = command.proof();
        CustomerFacts customer =
                desk.wallet(proof.customerId(), command.amount().currency());
        UUID orderId = desk.ids().next();
        FundingCard card = desk.partners().cards().card(customer.id(), command.cardId());
        if (card.credit()) {
            throw new Refused(PartnerError.PARTNER_NOT_OFFERED);
        }
        Leg.Instructed what = Paying.toCard(
                desk, LegOperation.BANK_WITHDRAWAL, card, customer, command.amount(), orderId, command.speed(), "");
        Leg leg = Paying.outbound(desk, what, customer.walletAccountId());
        Order order = Order.draft(
                        orderId,
                        PaymentKind.WITHDRAWAL,
                        null,
                        null,
                        customer.id(),
                        null,
                        command.amount(),
                        "",
                        proof.method(),
                        null,
                        customer.walletAccountId(),
                        leg.books().to(),
                        0,
                        0)
                .from(new FundingSource.BankCard(card.cardId()), card.masked());
        OneStep step = new OneStep(
                desk,
                command.idempotency(),
                hash(command),
                renderer,
                order,
                proof.method(),
                Funding.CUSTOMER,
                leg,
                null);
        // To oneself: it counts towards no limit of the class.
        step.proof(proof, command.amount(), customer.walletAccountId());
        return step.run();
    }

    private static byte[] hash(CardMoneyCommand c) {
        return RequestHash.of("withdraw_to_card")
                .add(c.cardId())
                .add(c.speed().name())
                .add(c.amount())
                .add(c.proof())
                .finish();
    }
}
