package io.tongbao.payment.mandate;

import io.tongbao.kernel.PublicId;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;

/**
 * A customer's standing consent that one provider takes recurring payments.
 *
 * @param id time-ordered; public form {@code mdt_…}
 * @param endedBy nobody while it is active
 * @param periodStart first day of the period that the next two belong to
 * @param spentMinor taken in that period; refunds give no room back
 * @param spentCount payments in that period
 * @param payments of its whole life
 * @param createdTs microseconds since 1970
 */
public record Mandate(
        UUID id,
        UUID customerId,
        UUID providerId,
        MandateTerms terms,
        boolean active,
        EndedBy endedBy,
        LocalDate periodStart,
        long spentMinor,
        int spentCount,
        long payments,
        long createdTs) {

    /** Prefix of public mandate ids. */
    public static final String PREFIX = "mdt";

    /** Who ended it; the order is that of the stored numbers. */
    public enum EndedBy {
        NOBODY(0),
        CUSTOMER(1),
        PROVIDER(2),
        PLATFORM(3);

        private final int number;

        EndedBy(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static EndedBy of(int number) {
            return values()[number];
        }

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public String publicId() {
        return PublicId.format(PREFIX, id);
    }

    Mandate ended(EndedBy by) {
        return new Mandate(
                id, customerId, providerId, terms, false, by, periodStart, spentMinor, spentCount, payments, createdTs);
    }

    Mandate withSpent(LocalDate start, long spent, int count) {
        return new Mandate(
                id, customerId, providerId, terms, active, endedBy, start, spent, count, payments + 1, createdTs);
    }
}
