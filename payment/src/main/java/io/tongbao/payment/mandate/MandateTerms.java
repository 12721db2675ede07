package io.tongbao.payment.mandate;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Refused;
import io.tongbao.payment.funding.FundingSource;

/**
 * What a customer agrees to.
 *
 * @param title what it is for, as the customer reads it, 1 to 64 characters
 * @param perPaymentCapMinor most per payment
 * @param periodCapMinor most per period, at least {@code perPaymentCapMinor}
 * @param periodCount most payments per period, 1 to 1,000
 * @param validFromTs microseconds since 1970
 * @param validUntilTs first moment it is over; at most ten years later
 * @param source what pays
 * @param firstNeedsProof whether the customer proves the first payment
 * @param noticeHours how long before a payment the provider announces it, 0 to 720; 0 for not at all
 */
public record MandateTerms(
        String title,
        Currency currency,
        long perPaymentCapMinor,
        MandatePeriod period,
        long periodCapMinor,
        int periodCount,
        long validFromTs,
        long validUntilTs,
        FundingSource source,
        boolean firstNeedsProof,
        int noticeHours) {

    private static final long MOST_VALIDITY = 10L * 366 * 86_400_000_000L;

    public MandateTerms {
        title = title.strip();
        require(
                !title.isEmpty() && title.length() <= 64 && title.codePoints().noneMatch(Character::isISOControl),
                "title: 1 to 64 characters");
        require(perPaymentCapMinor > 0, "per_payment_cap_minor: at least 1");
        require(periodCapMinor >= perPaymentCapMinor, "period_cap_minor: at least per_payment_cap_minor");
        require(periodCount >= 1 && periodCount <= 1_000, "period_count: 1 to 1000");
        require(
                validUntilTs > validFromTs && validUntilTs - validFromTs <= MOST_VALIDITY,
                "valid_until: after valid_from, at most ten years");
        require(noticeHours >= 0 && noticeHours <= 720, "notice_hours: 0 to 720");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new Refused(MandateError.MANDATE_TERMS_INVALID, what);
        }
    }
}
