package io.tongbao.customer.tier;

import java.time.LocalDate;

/**
 * What was paid so far against the limits of a class, fen. Pure; the guard that holds the row's lock asks and adds.
 *
 * @param day business day of the last payment; the year is the day's
 * @param coolOffUntilTs microseconds since 1970; 0 when no cool-off is on
 */
public record Spending(
        Tier tier, long lifetimeMinor, long yearMinor, LocalDate day, long dayMinor, long coolOffUntilTs) {

    /** Nothing paid yet. */
    public static Spending fresh(Tier tier) {
        return new Spending(tier, 0, 0, LocalDate.EPOCH, 0, 0);
    }

    /** What a payment comes to. */
    public enum Answer {
        WITHIN,
        /** Class {@link Tier#NONE}. */
        NOT_VERIFIED,
        LIFETIME_EXCEEDED,
        YEAR_EXCEEDED,
        COOL_OFF_EXCEEDED
    }

    /** Whether a payment of this much fits at this time, microseconds since 1970. */
    public Answer judge(long amountMinor, LocalDate today, long ts) {
        TierLimits limits = TierLimits.on(today, tier);
        if (tier == Tier.NONE) {
            return Answer.NOT_VERIFIED;
        }
        if (amountMinor > limits.lifetimeMinor() - lifetimeMinor) {
            return Answer.LIFETIME_EXCEEDED;
        }
        if (amountMinor > limits.yearMinor() - paidInYearOf(today)) {
            return Answer.YEAR_EXCEEDED;
        }
        return ts < coolOffUntilTs && amountMinor > limits.coolOffDayMinor() - paidOn(today)
                ? Answer.COOL_OFF_EXCEEDED
                : Answer.WITHIN;
    }

    /** With a payment added. */
    public Spending plus(long amountMinor, LocalDate today) {
        return new Spending(
                tier,
                Math.addExact(lifetimeMinor, amountMinor),
                Math.addExact(paidInYearOf(today), amountMinor),
                later(today),
                Math.addExact(paidOn(today), amountMinor),
                coolOffUntilTs);
    }

    /** Two accounts found to be one person's, counted together. */
    public Spending plus(Spending other) {
        LocalDate last = day.isAfter(other.day) ? day : other.day;
        return new Spending(
                tier.number() >= other.tier.number() ? tier : other.tier,
                Math.addExact(lifetimeMinor, other.lifetimeMinor),
                Math.addExact(paidInYearOf(last), other.paidInYearOf(last)),
                last,
                Math.addExact(paidOn(last), other.paidOn(last)),
                Math.max(coolOffUntilTs, other.coolOffUntilTs));
    }

    public long paidInYearOf(LocalDate today) {
        return today.getYear() > day.getYear() ? 0 : yearMinor;
    }

    public long paidOn(LocalDate today) {
        return today.isAfter(day) ? 0 : dayMinor;
    }

    /** Never goes back: two lanes may disagree about midnight for a moment. */
    private LocalDate later(LocalDate today) {
        return today.isAfter(day) ? today : day;
    }
}
