package io.tongbao.payment;

import io.tongbao.kernel.Money;
import java.util.UUID;

/**
 * The provider takes a reserved payment.
 *
 * @param amountMinor what it takes, at most what is authorised; the rest is released. 0 rejects: all is released
 */
public record CaptureCommand(IdempotencyId idempotency, UUID paymentId, UUID providerId, long amountMinor) {

    public CaptureCommand {
        if (amountMinor != 0) {
            Fields.between("amount_minor", amountMinor, 1, Money.MAX_PAYMENT_MINOR);
        }
    }
}
