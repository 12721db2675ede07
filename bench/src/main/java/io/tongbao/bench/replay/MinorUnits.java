package io.tongbao.bench.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Amounts of a log as minor units. A log may carry more digits than the currency has (simulators do); they are rounded half
 * to even, once, here, so that the ledger and the check of conservation start from the same number.
 */
final class MinorUnits {

    private static final int MOST_CHARS = 40;
    private static final int MOST_DIGITS = 30;

    private MinorUnits() {}

    /**
     * @param scale digits of the currency behind the point
     * @throws ArithmeticException when it does not fit into a long
     * @throws NumberFormatException when it is not a decimal number
     */
    static long parse(String decimal, int scale) {
        if (decimal.length() > MOST_CHARS) {
            throw new NumberFormatException("too long");
        }
        BigDecimal value = new BigDecimal(decimal);
        // An exponent could ask for gigabytes of zeros.
        if (Math.abs((long) value.scale()) > MOST_DIGITS || value.precision() > MOST_DIGITS) {
            throw new ArithmeticException("too many digits");
        }
        return value.setScale(scale, RoundingMode.HALF_EVEN)
                .movePointRight(scale)
                .longValueExact();
    }
}
