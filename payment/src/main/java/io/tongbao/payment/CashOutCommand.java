package io.tongbao.payment;

import io.tongbao.kernel.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agent hands out cash against money of a wallet; the customer proves it.
 *
 * @param agentAccountId the agent's float
 * @param reference the agent's own number, unique per agent; null for none
 */
public record CashOutCommand(
        IdempotencyId idempotency,
        UUID agentId,
        long agentAccountId,
        @Nullable String reference,
        Money amount,
        PayerProof proof) {

    public CashOutCommand {
        Fields.payable(amount);
        if (reference != null) {
            Fields.reference(reference);
        }
    }
}
