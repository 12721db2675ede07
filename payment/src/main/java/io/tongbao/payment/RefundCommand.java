package io.tongbao.payment;

import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.util.UUID;

/**
 * The provider gives money back.
 *
 * @param reference the provider's own number of the refund, 1 to 64 characters, never used before by it for a refund
 * @param amountMinor at least 1
 * @param reason at most 128 characters
 */
public record RefundCommand(
        IdempotencyId idempotency, UUID paymentId, UUID providerId, String reference, long amountMinor, String reason) {

    public RefundCommand {
        Fields.reference(reference);
        Fields.text("reason", reason);
        if (amountMinor < 1 || amountMinor > Money.MAX_PAYMENT_MINOR) {
            throw new Refused(RequestError.INVALID_AMOUNT, "amount_minor");
        }
    }
}
