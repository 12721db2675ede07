package io.tongbao.payment;

import io.tongbao.kernel.Money;
import java.util.UUID;

/**
 * A purchase taken in one step under an agreement.
 *
 * @param providerId must be the agreement's provider; {@code payeeAccountId} is its account
 * @param cancelWindowSeconds 0 to 86,400
 */
public record AgreementPaymentCommand(
        IdempotencyId idempotency,
        UUID agreementId,
        UUID providerId,
        long payeeAccountId,
        String reference,
        Money amount,
        String subject,
        int cancelWindowSeconds) {

    public AgreementPaymentCommand {
        Fields.reference(reference);
        Fields.payable(amount);
        Fields.text("subject", subject);
        Fields.between("cancel_window_seconds", cancelWindowSeconds, 0, Fields.MAX_WINDOW_SECONDS);
    }
}
