package io.tongbao.vault;

import java.util.Locale;

/** What a data key is for. Each purpose has its own keys, numbered from 1, so what leaks of one opens nothing of another. */
public enum KeyPurpose {
    /** Verifiers of payment PINs. */
    PIN,
    /** Digests that rows are found by: ID numbers, card numbers, phone numbers. */
    LOOKUP,
    /** Names, ID numbers, addresses, document pictures. */
    IDENTITY,
    /** Card and bank account numbers. */
    CARD,
    /** Secrets that must be read again: providers' HMAC keys, webhook secrets, TOTP seeds. */
    SECRET,
    /** One-time codes. */
    CODE,
    /** What the audit trail keeps sealed. */
    AUDIT;

    /** The name in the database and in commands: {@code pin}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The purpose of a {@link #word()}.
     *
     * @throws IllegalArgumentException for another word
     */
    public static KeyPurpose ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
