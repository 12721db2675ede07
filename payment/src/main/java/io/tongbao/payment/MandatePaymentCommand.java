package io.tongbao.payment;

import io.tongbao.kernel.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider takes a payment under a mandate.
 *
 * @param providerId must be the mandate's provider; {@code payeeAccountId} is its account
 * @param proof the customer's, for a first payment that needs one; null otherwise
 */
public record MandatePaymentCommand(
        IdempotencyId idempotency,
        UUID mandateId,
        UUID providerId,
        long payeeAccountId,
        String reference,
        Money amount,
        String subject,
        @Nullable PayerProof proof) {

    public MandatePaymentCommand {
        Fields.reference(reference);
        Fields.payable(amount);
        Fields.text("subject", subject);
    }
}
