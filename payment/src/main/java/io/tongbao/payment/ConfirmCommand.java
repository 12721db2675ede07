package io.tongbao.payment;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.payment.funding.FundingSource;
import org.jspecify.annotations.Nullable;

/**
 * A payer's consent to an order.
 *
 * @param expectedAmountMinor the amount the payer saw, checked against the order; null when the channel shows the order's own.
 *     Required with a device proof, whose signature covers it
 * @param source what pays
 * @param bankCode the bank's one-time code, where the bank wants one; 4 to 8 digits, kept nowhere
 */
public record ConfirmCommand(
        IdempotencyId idempotency,
        PaymentTarget target,
        PayerProof proof,
        @Nullable Long expectedAmountMinor,
        FundingSource source,
        @Nullable String bankCode) {

    /** Paid from the wallet. */
    public ConfirmCommand(
            IdempotencyId idempotency, PaymentTarget target, PayerProof proof, @Nullable Long expectedAmountMinor) {
        this(idempotency, target, proof, expectedAmountMinor, FundingSource.WALLET, null);
    }

    public ConfirmCommand {
        Fields.bankCode(bankCode);
        if (expectedAmountMinor == null && proof instanceof PayerProof.DeviceProof) {
            throw new Refused(
                    RequestError.INVALID_REQUEST, "expected_amount_minor: required with a device's signature");
        }
    }
}
