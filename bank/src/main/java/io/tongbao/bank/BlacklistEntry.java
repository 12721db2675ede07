package io.tongbao.bank;

import java.time.LocalDate;

/**
 * Somebody a bank or we refuse to deal with.
 *
 * @param keyedDigest lower-case hex SHA-256 of the subject (ID number or card number) as agreed with the bank: never the number itself
 */
public record BlacklistEntry(Subject subject, String keyedDigest, LocalDate since, boolean lifted) {

    public enum Subject {
        ID_NUMBER,
        CARD_NUMBER,
        PHONE
    }
}
