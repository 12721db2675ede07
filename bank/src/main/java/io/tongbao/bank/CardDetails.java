package io.tongbao.bank;

import org.jspecify.annotations.Nullable;

/**
 * A card or account as its holder gave it. Lives in memory only; {@code toString} tells nothing.
 *
 * @param number PAN or account number, 8 to 30 digits
 * @param expiry {@code YYMM}; null for accounts and debit cards without one
 * @param securityCode CVV of a credit card, 3 or 4 digits; passed through, never stored
 * @param holderName as printed
 * @param idNumber resident ID or passport the card was opened with
 * @param phone E.164, the number the bank holds
 */
public record CardDetails(
        String number,
        @Nullable String expiry,
        @Nullable String securityCode,
        @Nullable String holderName,
        @Nullable String idNumber,
        @Nullable String phone) {

    /** A number alone. */
    public static CardDetails ofNumber(String number) {
        return new CardDetails(number, null, null, null, null, null);
    }

    @Override
    public String toString() {
        return "CardDetails[****]";
    }
}
