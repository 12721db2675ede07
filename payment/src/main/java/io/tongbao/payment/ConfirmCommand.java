package io.tongbao.payment;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import org.jspecify.annotations.Nullable;

/**
 * A payer's consent to an order.
 *
 * @param expectedAmountMinor the amount the payer saw, checked against the order; null when the channel shows the order's own.
 *     Required with a device proof, whose signature covers it
 */
public record ConfirmCommand(
        IdempotencyId idempotency,
        PaymentTarget target,
        PayerProof proof,
        @Nullable Long expectedAmountMinor) {

    public ConfirmCommand {
        if (expectedAmountMinor == null && proof instanceof PayerProof.DeviceProof) {
            throw new Refused(
                    RequestError.INVALID_REQUEST, "expected_amount_minor: required with a device's signature");
        }
    }
}
