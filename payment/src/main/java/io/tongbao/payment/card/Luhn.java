package io.tongbao.payment.card;

/** The check digit of card numbers: ISO/IEC 7812-1 annex B. */
public final class Luhn {

    private Luhn() {}

    /** Whether these are ASCII digits and the last one fits the others. */
    public static boolean holds(String digits) {
        if (digits.length() < 2 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int end = digits.length() - 1;
        return digits.charAt(end) == checkDigit(digits.substring(0, end));
    }

    /** The digit that belongs behind these. */
    public static char checkDigit(String digits) {
        int sum = 0;
        for (int i = digits.length() - 1, place = 0; i >= 0; i--, place++) {
            int digit = digits.charAt(i) - '0';
            int weighted = place % 2 == 0 ? 2 * digit : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return (char) ('0' + (10 - sum % 10) % 10);
    }
}
