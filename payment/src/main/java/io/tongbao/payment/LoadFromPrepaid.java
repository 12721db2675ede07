package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.funding.PrepaidAccess;
import io.tongbao.payment.prepaid.PrepaidBook;
import java.util.UUID;

/**
 * A holder moves money of a prepaid card, all or a part, to the own wallet, in one posting.
 *
 * <p>Errors: {@code PREPAID_NOT_FOUND}, {@code PREPAID_LOADS_NO_WALLET}, {@code PREPAID_BLOCKED}, {@code PREPAID_EXPIRED}; {@link
 * PaymentError#INSUFFICIENT_FUNDS}, {@link PaymentError#IDEMPOTENCY_KEY_REUSED}; those of PIN, device and customer in {@link
 * io.tongbao.customer.CustomerError}.
 */
public final class LoadFromPrepaid {

    private final PaymentDesk desk;
    private final PrepaidBook prepaid;

    public LoadFromPrepaid(PaymentDesk desk, PrepaidBook prepaid) {
        this.desk = desk;
        this.prepaid = prepaid;
    }

    public Outcome<Payment> execute(PrepaidLoadCommand command, AnswerRenderer<Payment> renderer) {
        desk.requireWithinLimit(command.amount());
        PayerProof proof = command.proof();
        UUID customerId = proof.customerId();
        CustomerFacts customer = desk.wallet(customerId, command.amount().currency());
        PrepaidAccess.Funds funds = prepaid.loadable(customerId, command.prepaidId());
        Order draft = Order.draft(
                        desk.ids().next(),
                        PaymentKind.TOP_UP,
                        null,
                        null,
                        customerId,
                        customerId,
                        command.amount(),
                        "",
                        proof.method(),
                        null,
                        funds.accountId(),
                        customer.walletAccountId(),
                        0,
                        0)
                .from(new FundingSource.PrepaidCard(command.prepaidId()), funds.masked());
        OneStep step = new OneStep(
                desk, command.idempotency(), hash(command), renderer, draft, proof.method(), Funding.CUSTOMER);
        funds.guards().forEach(step::guard);
        step.proof(proof, command.amount(), customer.walletAccountId());
        return step.run();
    }

    private static byte[] hash(PrepaidLoadCommand c) {
        return RequestHash.of("load_from_prepaid")
                .add(c.prepaidId())
                .add(c.amount())
                .add(c.proof())
                .finish();
    }
}
