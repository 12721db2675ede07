package io.tongbao.payment;

import io.tongbao.kernel.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money given back for a payment, in part or whole.
 *
 * @param id time-ordered; public form {@code ref_…}
 * @param reference the provider's own number of the refund, unique per provider
 * @param reason free text, at most 128 characters
 * @param failure stable code of why it failed; null when it succeeded
 * @param createdTs microseconds since 1970
 */
public record Refund(
        UUID id,
        UUID paymentId,
        UUID providerId,
        String reference,
        long amountMinor,
        Currency currency,
        RefundState state,
        String reason,
        @Nullable String failure,
        long createdTs,
        RefundDestination destination) {

    /** Prefix of public refund ids. */
    public static final String PREFIX = "ref";

    /** Its end, with where the money went. */
    Refund ended(RefundState end, RefundDestination where) {
        return new Refund(
                id, paymentId, providerId, reference, amountMinor, currency, end, reason, failure, createdTs, where);
    }
}
