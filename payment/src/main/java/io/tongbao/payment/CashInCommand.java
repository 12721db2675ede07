package io.tongbao.payment;

import io.tongbao.kernel.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agent took cash and pays it into a wallet.
 *
 * @param agentAccountId the agent's float
 * @param reference the agent's own number, unique per agent; null for none
 */
public record CashInCommand(
        IdempotencyId idempotency,
        UUID agentId,
        long agentAccountId,
        UUID customerId,
        @Nullable String reference,
        Money amount) {

    public CashInCommand {
        Fields.payable(amount);
        if (reference != null) {
            Fields.reference(reference);
        }
    }
}
