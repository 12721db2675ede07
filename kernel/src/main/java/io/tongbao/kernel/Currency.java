package io.tongbao.kernel;

import java.util.Locale;
import java.util.Optional;

/**
 * A currency of the ledger: ISO 4217 alphabetic code, numeric code and scale (digits after the decimal point).
 *
 * <p>The set is closed on purpose: an amount in a currency nobody configured is a bad input, not a new ledger.
 */
public enum Currency {
    CNY(156, 2),
    USD(840, 2),
    EUR(978, 2),
    HKD(344, 2),
    JPY(392, 0),
    KES(404, 2);

    private final int numeric;
    private final int scale;

    Currency(int numeric, int scale) {
        this.numeric = numeric;
        this.scale = scale;
    }

    /** ISO 4217 numeric code. */
    public int numeric() {
        return numeric;
    }

    /** Digits after the decimal point, 0 to 4. */
    public int scale() {
        return scale;
    }

    /** The ledger number that holds this currency: numeric code × 10 + scale, so a change of scale is another ledger. */
    public int ledger() {
        return numeric * 10 + scale;
    }

    /** The currency of a ledger number, or empty when no currency has it. */
    public static Optional<Currency> ofLedger(int ledger) {
        for (Currency currency : values()) {
            if (currency.ledger() == ledger) {
                return Optional.of(currency);
            }
        }
        return Optional.empty();
    }

    /** The currency of an alphabetic code in any case, or empty when it is not one of ours. */
    public static Optional<Currency> ofCode(String code) {
        String upper = code.toUpperCase(Locale.ROOT);
        for (Currency currency : values()) {
            if (currency.name().equals(upper)) {
                return Optional.of(currency);
            }
        }
        return Optional.empty();
    }
}
