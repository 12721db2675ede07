package io.tongbao.customer.challenge;

import java.util.EnumSet;
import java.util.Set;

/** How much proof something needs; the number is stored and never changes. Pure. */
public enum Need {
    ONE_FACTOR(1),
    /** Factors of two different kinds. */
    TWO_KINDS(2),
    /** Of two different kinds, one of them a signature. */
    TWO_KINDS_SIGNED(3),
    /** Of an enterprise: one operator's PIN. */
    MAKER(4),
    /** Of an enterprise: one operator's PIN, then another's. */
    MAKER_AND_CHECKER(5);

    /** Up to here one factor will do (rules of 2016: ¥1,000 a day). */
    private static final long ONE_FACTOR_MINOR = 100_000;
    /** Up to here two without a signature (¥5,000 a day). */
    private static final long UNSIGNED_MINOR = 500_000;

    private final int number;

    Need(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static Need of(int number) {
        for (Need need : values()) {
            if (need.number == number) {
                return need;
            }
        }
        throw new IllegalArgumentException("need " + number);
    }

    /** What a payment of this many fen needs. The sums of a day are for the risk policies. */
    public static Need forPayment(long amountMinor) {
        if (amountMinor <= ONE_FACTOR_MINOR) {
            return ONE_FACTOR;
        }
        return amountMinor <= UNSIGNED_MINOR ? TWO_KINDS : TWO_KINDS_SIGNED;
    }

    /** Whether these factors are enough. For enterprises: never by factors alone. */
    boolean satisfiedBy(Set<ProofFactor> proven) {
        Set<ProofFactor.Kind> kinds = EnumSet.noneOf(ProofFactor.Kind.class);
        proven.forEach(factor -> kinds.addAll(factor.kinds()));
        return switch (this) {
            case ONE_FACTOR -> !proven.isEmpty();
            case TWO_KINDS -> kinds.size() >= 2;
            case TWO_KINDS_SIGNED -> kinds.size() >= 2 && proven.stream().anyMatch(ProofFactor::signs);
            case MAKER, MAKER_AND_CHECKER -> false;
        };
    }
}
