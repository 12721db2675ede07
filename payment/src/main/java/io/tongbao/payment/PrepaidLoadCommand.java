package io.tongbao.payment;

import io.tongbao.kernel.Money;
import java.util.UUID;

/**
 * Money of a prepaid card goes to its holder's wallet.
 *
 * @param amount at most what is left on the card
 */
public record PrepaidLoadCommand(IdempotencyId idempotency, PayerProof proof, UUID prepaidId, Money amount) {

    public PrepaidLoadCommand {
        Fields.payable(amount);
    }
}
