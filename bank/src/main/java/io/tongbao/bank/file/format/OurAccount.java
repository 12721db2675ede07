package io.tongbao.bank.file.format;

import io.tongbao.kernel.Currency;

/**
 * Our account at the bank, as files name it.
 *
 * @param bank the partner's id
 * @param number 1 to 34 characters
 * @param holder our name, 1 to 140 characters
 * @param bic the bank's BIC, 8 or 11 characters, or empty
 */
public record OurAccount(String bank, String number, String holder, String bic, Currency currency) {
    public OurAccount {
        if (!number.matches("[A-Za-z0-9]{1,34}")) {
            throw new IllegalArgumentException("our account at a bank has 1 to 34 letters and digits");
        }
        if (holder.isBlank() || holder.length() > 140) {
            throw new IllegalArgumentException("our name at a bank has 1 to 140 characters");
        }
        if (!bic.matches("|[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")) {
            throw new IllegalArgumentException("a BIC has 8 or 11 letters and digits");
        }
    }
}
