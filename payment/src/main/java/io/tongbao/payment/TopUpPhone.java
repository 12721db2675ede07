package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.Msisdn;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.LegOperation;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The wallet tops a phone number up, the own or any other.
 *
 * <p>Errors: {@code SOURCE_NOT_USABLE}, {@code PARTNER_UNAVAILABLE}, {@code PARTNER_NOT_OFFERED}, {@link PaymentError#INSUFFICIENT_FUNDS}, {@link
 * PaymentError#AMOUNT_ABOVE_LIMIT}, {@link PaymentError#PROOF_REQUIRED}, {@link PaymentError#IDEMPOTENCY_KEY_REUSED}; those of PIN, device
 * and customer in {@link io.tongbao.customer.CustomerError}. Later, on the payment: those of {@link io.tongbao.partner.PartnerError}.
 */
public final class TopUpPhone {

    private final PaymentDesk desk;

    public TopUpPhone(PaymentDesk desk) {
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
        Msisdn named = command.number();
        Msisdn number = named == null ? customer.msisdn() : named;
        Leg leg = Paying.outbound(
                desk,
                Paying.toNumber(
                        desk, LegOperation.CARRIER_TOP_UP, customer.id(), number, command.amount(), orderId, 0, ""),
                customer.walletAccountId());
        Order order = Order.draft(
                orderId,
                PaymentKind.PHONE_TOP_UP,
                null,
                null,
                customer.id(),
                null,
                command.amount(),
                number.masked(),
                proof.method(),
                null,
                customer.walletAccountId(),
                leg.books().to(),
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
        step.payment(proof, customer, command.amount(), customer.walletAccountId());
        return step.run();
    }

    private static byte[] hash(PhoneMoneyCommand c) {
        return RequestHash.of("top_up_phone")
                .add(number(c))
                .add(c.points())
                .add(c.amount())
                .add(c.proof())
                .finish();
    }

    private static @Nullable String number(PhoneMoneyCommand c) {
        Msisdn number = c.number();
        return number == null ? null : number.e164();
    }
}
