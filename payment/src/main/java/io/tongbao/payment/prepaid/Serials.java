package io.tongbao.payment.prepaid;

import io.tongbao.kernel.Refused;
import io.tongbao.payment.card.Luhn;

/** Numbers printed openly on prepaid cards: 11 counted digits and a check digit (Luhn). */
final class Serials {

    private static final int COUNTED = 11;

    private Serials() {}

    static String of(long count) {
        String digits = "%011d".formatted(count);
        return digits + checkDigit(digits);
    }

    /** PREPAID_NOT_FOUND for what cannot be one. */
    static String parse(String written) {
        String digits = written.replace(" ", "").replace("-", "");
        if (digits.length() != COUNTED + 1
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
                || digits.charAt(COUNTED) != checkDigit(digits.substring(0, COUNTED))) {
            throw new Refused(PrepaidError.PREPAID_NOT_FOUND);
        }
        return digits;
    }

    static char checkDigit(String digits) {
        return Luhn.checkDigit(digits);
    }
}
