package io.tongbao.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An amount in minor units (fen, cents) of one currency. Arithmetic is exact: it throws {@link ArithmeticException} on
 * overflow and {@link IllegalArgumentException} on mixed currencies, because both are programming errors.
 */
public record Money(long minor, Currency currency) implements Comparable<Money> {

    /** The largest amount one payment may carry: 10¹⁵ minor units. Sums may be larger. */
    public static final long MAX_PAYMENT_MINOR = 1_000_000_000_000_000L;

    public static Money of(long minor, Currency currency) {
        return new Money(minor, currency);
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** Parses a decimal amount such as {@code 12.30}; more digits than the currency has are an error, not rounded. */
    public static Money parse(String decimal, Currency currency) {
        return new Money(
                new BigDecimal(decimal).movePointRight(currency.scale()).longValueExact(), currency);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(minor, same(other).minor), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(minor, same(other).minor), currency);
    }

    /** {@code this × numerator / denominator}, rounded as the caller says; never a hidden rounding. */
    public Money times(long numerator, long denominator, RoundingMode rounding) {
        BigInteger product = BigInteger.valueOf(minor).multiply(BigInteger.valueOf(numerator));
        return new Money(
                new BigDecimal(product)
                        .divide(BigDecimal.valueOf(denominator), 0, rounding)
                        .longValueExact(),
                currency);
    }

    public boolean isPositive() {
        return minor > 0;
    }

    public boolean isZero() {
        return minor == 0;
    }

    /** The amount as a plain decimal, {@code 12.30}, without currency. */
    public String toDecimal() {
        return BigDecimal.valueOf(minor, currency.scale()).toPlainString();
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(minor, same(other).minor);
    }

    @Override
    public String toString() {
        return toDecimal() + " " + currency;
    }

    private Money same(Money other) {
        if (other.currency != currency) {
            throw new IllegalArgumentException("mixed currencies: " + currency + " and " + other.currency);
        }
        return other;
    }
}
