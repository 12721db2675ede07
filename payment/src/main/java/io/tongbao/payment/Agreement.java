package io.tongbao.payment;

import io.tongbao.kernel.Currency;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A customer's standing consent that one provider takes small payments without asking, within caps.
 *
 * @param id time-ordered; public form {@code agr_…}
 * @param perPaymentCapMinor most per payment
 * @param dailyCapMinor most per day (Asia/Shanghai)
 * @param spentDay the day that {@code spentMinor} belongs to
 * @param spentMinor taken on {@code spentDay}; cancellations and refunds do not give room back
 * @param createdTs microseconds since 1970
 */
public record Agreement(
        UUID id,
        UUID customerId,
        UUID providerId,
        Currency currency,
        long perPaymentCapMinor,
        long dailyCapMinor,
        AgreementStatus status,
        LocalDate spentDay,
        long spentMinor,
        long createdTs) {

    /** Prefix of public agreement ids. */
    public static final String PREFIX = "agr";

    Agreement withSpent(LocalDate day, long spent) {
        return new Agreement(
                id, customerId, providerId, currency, perPaymentCapMinor, dailyCapMinor, status, day, spent, createdTs);
    }

    Agreement ended() {
        return new Agreement(
                id,
                customerId,
                providerId,
                currency,
                perPaymentCapMinor,
                dailyCapMinor,
                AgreementStatus.ENDED,
                spentDay,
                spentMinor,
                createdTs);
    }
}
