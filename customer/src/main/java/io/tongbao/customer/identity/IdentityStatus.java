package io.tongbao.customer.identity;

import io.tongbao.customer.tier.CheckKind;
import io.tongbao.customer.tier.Spending;
import io.tongbao.customer.tier.Standing;
import io.tongbao.customer.tier.TierLimits;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer may see of the own identity, class and limits.
 *
 * @param maskedName null before a claim
 * @param limits what holds today; null for a customer without limits
 * @param spent null for a customer without limits
 */
public record IdentityStatus(
        @Nullable String maskedName,
        @Nullable String maskedNumber,
        @Nullable LocalDate expiresOn,
        Standing standing,
        List<Check> checks,
        @Nullable TierLimits limits,
        @Nullable Spending spent) {

    public IdentityStatus {
        checks = List.copyOf(checks);
    }

    /** How far a check has come; the order is that of the stored numbers and never changes. */
    public enum CheckState {
        ASKED,
        PASSED,
        FAILED,
        VOID;

        static CheckState of(int number) {
            return values()[number - 1];
        }
    }

    /** One check as recorded. */
    public record Check(
            UUID id,
            CheckKind kind,
            String source,
            CheckState state,
            Instant askedAt,
            @Nullable Instant answeredAt,
            @Nullable String reason) {

        /** Prefix of public check ids. */
        public static final String PREFIX = "chk";
    }
}
