package io.tongbao.customer.life;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A freeze.
 *
 * @param id public form {@code hld_…}
 * @param amountMinor what was asked for; null for the whole account
 * @param heldMinor what was there to hold; null for the whole account
 * @param liftedAt null while it stands
 */
public record Hold(
        UUID id,
        UUID customerId,
        Authority authority,
        @Nullable Long amountMinor,
        @Nullable Long heldMinor,
        String reference,
        String placedBy,
        Instant placedAt,
        @Nullable Instant liftedAt) {

    /** Prefix of public ids. */
    public static final String PREFIX = "hld";

    /** Who froze, and so may thaw; the number is stored and never changes. */
    public enum Authority {
        CUSTOMER(1),
        STAFF(2),
        COURT(3);

        private final int number;

        Authority(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Authority of(int number) {
            return values()[number - 1];
        }
    }
}
