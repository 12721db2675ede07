package io.tongbao.payment;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.Customers;
import io.tongbao.customer.challenge.Challenge;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;

/**
 * Pays from an enterprise's wallet, to a person or another enterprise, what its operators have agreed to. The challenge is the
 * idempotency id: whoever asks and however often, it is paid once.
 *
 * <p>Errors: those of {@link TransferToPerson} and of challenges.
 */
public final class PayFromEnterprise {

    private static final String CALLER = "enterprise";

    private final Customers customers;
    private final TransferToPerson transfer;

    public PayFromEnterprise(PaymentDesk desk) {
        this.customers = desk.customers();
        this.transfer = new TransferToPerson(desk);
    }

    /** @param agreed of the operators; refused with {@code challenge_open} while the second has not agreed */
    public Outcome<Payment> execute(Challenge agreed, AnswerRenderer<Payment> renderer) {
        // Before anything is recorded: a refusal would stand as the answer to this challenge for ever.
        if (agreed.state() == Challenge.State.OPEN) {
            throw new Refused(CustomerError.CHALLENGE_OPEN);
        }
        Customer payee = customers
                .byWallet(agreed.payeeAccountId())
                .orElseThrow(() -> new Refused(PaymentError.PAYEE_NOT_FOUND));
        return transfer.execute(
                new TransferCommand(
                        IdempotencyId.ofSystem(CALLER, PublicId.format(Challenge.PREFIX, agreed.id())),
                        new PayerProof.ApprovalProof(agreed.customerId(), agreed.id()),
                        new TransferCommand.Payee.ById(payee.id()),
                        Money.of(agreed.amountMinor(), agreed.currency()),
                        null,
                        agreed.shown()),
                renderer);
    }
}
