package io.tongbao.payment;

import io.tongbao.kernel.Money;
import java.util.UUID;

/**
 * A purchase that the payer proves in the same request: a code scanned and paid, a row of a replayed log.
 *
 * @param payeeAccountId account of {@code providerId}
 * @param cancelWindowSeconds 0 to 86,400
 */
public record DirectPaymentCommand(
        IdempotencyId idempotency,
        UUID providerId,
        long payeeAccountId,
        String reference,
        Money amount,
        String subject,
        int cancelWindowSeconds,
        PayerProof proof) {

    public DirectPaymentCommand {
        Fields.reference(reference);
        Fields.payable(amount);
        Fields.text("subject", subject);
        Fields.between("cancel_window_seconds", cancelWindowSeconds, 0, Fields.MAX_WINDOW_SECONDS);
    }
}
