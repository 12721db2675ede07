package io.tongbao.customer.tier;

import java.time.LocalDate;
import java.util.List;

/**
 * How much may be paid from the balances of a person's accounts, by class; dated data, newest rule first. Amounts are fen.
 * Exactly the limit is allowed, one fen more is refused. A refund does not restore a limit: the rule counts payments made.
 *
 * @param lifetimeMinor over the account's whole life
 * @param yearMinor in a calendar year, Asia/Shanghai
 * @param coolOffDayMinor in a day, while a change of credential, device or SIM is recent
 */
public record TierLimits(LocalDate from, Tier tier, long lifetimeMinor, long yearMinor, long coolOffDayMinor) {

    private static final long NO_LIMIT = Long.MAX_VALUE;
    private static final LocalDate SINCE = LocalDate.of(2016, 7, 1);
    private static final long COOL_OFF_DAY = 50_000;

    private static final List<TierLimits> DATED = List.of(
            new TierLimits(SINCE, Tier.NONE, 0, 0, 0),
            new TierLimits(SINCE, Tier.I, 100_000, NO_LIMIT, COOL_OFF_DAY),
            new TierLimits(SINCE, Tier.II, NO_LIMIT, 10_000_000, COOL_OFF_DAY),
            new TierLimits(SINCE, Tier.III, NO_LIMIT, 20_000_000, COOL_OFF_DAY),
            new TierLimits(SINCE, Tier.ENTERPRISE, NO_LIMIT, NO_LIMIT, NO_LIMIT));

    /** What holds for a class on a day. */
    public static TierLimits on(LocalDate day, Tier tier) {
        for (TierLimits limits : DATED) {
            if (limits.tier == tier && !day.isBefore(limits.from)) {
                return limits;
            }
        }
        throw new IllegalArgumentException("no limits for " + tier + " on " + day);
    }

    /** Whether a life-long limit is set. */
    public boolean hasLifetime() {
        return lifetimeMinor != NO_LIMIT;
    }

    /** Whether a yearly limit is set. */
    public boolean hasYear() {
        return yearMinor != NO_LIMIT;
    }
}
