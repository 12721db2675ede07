package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.customer.PayeeName;
import io.tongbao.customer.challenge.Challenge;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import java.util.UUID;

/**
 * Asks a payer to approve a payment: how much and to whom is taken from the order or the payee, never from the asker, and the
 * challenge then pays for exactly that.
 */
public final class ChallengePayer {

    private static final int MAX_SHOWN = 128;

    private final PaymentDesk desk;
    private final Challenges challenges;

    public ChallengePayer(PaymentDesk desk, Challenges challenges) {
        this.desk = desk;
        this.challenges = challenges;
    }

    /**
     * For an order that waits for its payer.
     *
     * @param payeeName the provider's, as the payer knows it. Errors: {@link PaymentError#PAYMENT_NOT_FOUND}, {@link
     *     PaymentError#NOT_THE_PAYER}, {@code UNSUPPORTED_CURRENCY}, CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED
     */
    public Challenge forOrder(UUID customerId, UUID paymentId, String payeeName) {
        Order order = desk.orderFacts(paymentId);
        UUID named = order.view().payerId();
        if (named != null && !named.equals(customerId)) {
            throw new Refused(PaymentError.NOT_THE_PAYER);
        }
        Money amount = Money.of(order.view().amountMinor(), order.view().currency());
        desk.wallet(customerId, amount.currency());
        return open(
                customerId,
                amount,
                order.payeeAccountId(),
                payeeName + " " + order.view().subject());
    }

    /**
     * For a transfer to another customer, who is shown masked.
     *
     * <p>Errors: {@link PaymentError#PAYEE_NOT_FOUND}, {@link PaymentError#SAME_PAYER_AND_PAYEE}, {@code
     * UNSUPPORTED_CURRENCY}, CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED.
     */
    public Challenge forTransfer(UUID customerId, TransferCommand.Payee payee, Money amount, String subject) {
        Fields.payable(amount);
        desk.requireWithinLimit(amount);
        CustomerFacts payer = desk.wallet(customerId, amount.currency());
        CustomerFacts found = TransferToPerson.find(desk, payee);
        if (found.id().equals(payer.id())) {
            throw new Refused(PaymentError.SAME_PAYER_AND_PAYEE);
        }
        String shown =
                PayeeName.of(found.name()).masked() + " " + found.msisdn().masked() + " " + subject;
        return open(customerId, amount, found.walletAccountId(), shown);
    }

    private Challenge open(UUID customerId, Money amount, long payeeAccountId, String shown) {
        String text = shown.strip();
        return challenges.openPayment(new Challenges.PaymentCommand(
                customerId, amount, payeeAccountId, text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) : text));
    }
}
