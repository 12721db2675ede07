package io.tongbao.payment.card;

import io.tongbao.kernel.Refused;

/** The number on a card (PAN): 13 to 19 digits with a right check digit (ISO/IEC 7812-1). Never prints. */
public record CardNumber(String digits) {

    private static final int LEAST = 13;
    private static final int MOST = 19;
    private static final int SHOWN = 4;

    public CardNumber {
        if (!valid(digits)) {
            throw new Refused(CardError.CARD_NUMBER_INVALID);
        }
    }

    /**
     * As people write it: spaces and hyphens between the digits are taken out.
     *
     * @throws Refused CARD_NUMBER_INVALID, which never repeats what was written
     */
    public static CardNumber parse(String written) {
        StringBuilder digits = new StringBuilder(MOST);
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != ' ' && c != '-') {
                digits.append(c);
            }
        }
        return new CardNumber(digits.toString());
    }

    private static boolean valid(String digits) {
        return digits.length() >= LEAST && digits.length() <= MOST && Luhn.holds(digits);
    }

    String first() {
        return digits.substring(0, SHOWN);
    }

    String last() {
        return digits.substring(digits.length() - SHOWN);
    }

    /** {@code 6222 **** **** 1234}, whatever the length. */
    public String masked() {
        return masked(first(), last());
    }

    static String masked(String first, String last) {
        return first + " **** **** " + last;
    }

    @Override
    public String toString() {
        return "CardNumber[****]";
    }
}
