package io.tongbao.payment.prepaid;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.PublicId;
import io.tongbao.payment.funding.FundingSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A prepaid card without its secret and without its balance, which is its account's.
 *
 * @param serial printed openly, 12 digits
 * @param faceMinor what it is worth when activated
 * @param holderId the customer who holds it; null for whoever has it in hand
 * @param activatedTs microseconds since 1970; 0 before
 * @param expiresTs first moment it is good no more; 0 before activation
 * @param replacedBy the card that has its money now
 */
public record PrepaidCard(
        UUID id,
        UUID batchId,
        UUID productId,
        String serial,
        long faceMinor,
        Currency currency,
        long accountId,
        PrepaidState state,
        @Nullable UUID holderId,
        long activatedTs,
        long expiresTs,
        @Nullable UUID replacedBy) {

    /** Prefix of public ids. */
    public static final String PREFIX = FundingSource.PrepaidCard.PREFIX;

    public String publicId() {
        return PublicId.format(PREFIX, id);
    }

    /** {@code **** 0123}. */
    public String masked() {
        return "**** " + serial.substring(serial.length() - 4);
    }

    boolean isHeldBy(@Nullable UUID customer) {
        return customer != null && customer.equals(holderId);
    }

    PrepaidCard activated(@Nullable UUID holder, long ts, long expires) {
        return new PrepaidCard(
                id,
                batchId,
                productId,
                serial,
                faceMinor,
                currency,
                accountId,
                PrepaidState.ACTIVE,
                holder,
                ts,
                expires,
                null);
    }

    PrepaidCard with(PrepaidState next, @Nullable UUID successor) {
        return new PrepaidCard(
                id,
                batchId,
                productId,
                serial,
                faceMinor,
                currency,
                accountId,
                next,
                holderId,
                activatedTs,
                expiresTs,
                successor);
    }
}
