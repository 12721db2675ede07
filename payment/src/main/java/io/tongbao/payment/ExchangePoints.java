package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.LegOperation;
import java.util.UUID;

/**
 * Points that the customer has at the carrier of the own number become money of the wallet.
 *
 * <p>Errors: {@code SOURCE_NOT_USABLE}, {@code PARTNER_UNAVAILABLE}, {@code PARTNER_NOT_OFFERED}, {@link
 * PaymentError#AMOUNT_ABOVE_LIMIT}, {@link PaymentError#PROOF_REQUIRED}, {@link PaymentError#IDEMPOTENCY_KEY_REUSED}; those of PIN, device
 * and customer in {@link io.tongbao.customer.CustomerError}. Later, on the payment: those of {@link io.tongbao.partner.PartnerError}.
 */
public final class ExchangePoints {

    private final PaymentDesk desk;

    public ExchangePoints(PaymentDesk desk) {
        this.desk = desk;
    }

    /** Answers with a payment that is {@code processing}. */
    public Outcome<Payment> execute(PhoneMoneyCommand command, AnswerRenderer<Payment> renderer) {
        return FirstAnswers.or(desk, command.idempotency(), hash(command), () -> attempt(command, renderer));
    }

    private Outcome<Payment> attempt(PhoneMoneyCommand command, AnswerRenderer<Payment> renderer) {
        desk.requireWithinLimit(command.amount());
        PayerProof proof = command.proof();
        CustomerFacts customer =
                desk.wallet(proof.customerId(), command.amount().currency());
        UUID orderId = desk.ids().next();
        if (command.points() == 0) {
            throw new Refused(RequestError.INVALID_REQUEST, "points: 1 to 1000000000");
        }
        Leg leg = Paying.inbound(
                desk,
                Paying.toNumber(
                        desk,
                        LegOperation.CARRIER_POINTS,
                        customer.id(),
                        customer.msisdn(),
                        command.amount(),
                        orderId,
                        command.points(),
                        ""),
                customer.walletAccountId(),
                customer.walletAccountId());
        Order order = Order.draft(
                orderId,
                PaymentKind.POINTS_EXCHANGE,
                null,
                null,
                null,
                customer.id(),
                command.amount(),
                "",
                proof.method(),
                null,
                customer.walletAccountId(),
                customer.walletAccountId(),
                0,
                0);
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
        step.guard(desk.guards().payee(customer.id()));
        step.proof(proof, command.amount(), customer.walletAccountId());
        return step.run();
    }

    private static byte[] hash(PhoneMoneyCommand c) {
        return RequestHash.of("exchange_points")
                .add(c.points())
                .add(c.amount())
                .add(c.proof())
                .finish();
    }
}
