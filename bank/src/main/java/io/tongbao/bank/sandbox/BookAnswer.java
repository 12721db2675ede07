package io.tongbao.bank.sandbox;

/**
 * What the books say.
 *
 * @param code one of {@link BookCodes}
 * @param reference the bank's own number, 12 digits; empty when refused before anything was written
 */
public record BookAnswer(String code, String reference) {

    public boolean ok() {
        return code.equals(BookCodes.OK);
    }
}
