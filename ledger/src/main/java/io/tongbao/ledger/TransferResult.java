package io.tongbao.ledger;

/**
 * What became of a transfer. The order of the constants is the order of precedence: of several things wrong, the first
 * is answered. Results that depend on balances or on other objects are <em>final</em>: they are recorded against the id,
 * and the id answers {@link #ID_ALREADY_FAILED} for ever. All others change nothing and may be corrected and sent again.
 */
public enum TransferResult {
    OK(false),
    /** Another transfer of the same linked chain was refused. */
    LINKED_TRANSFER_FAILED(false),
    /** The same id stands twice in one chain. */
    ID_REPEATED_IN_CHAIN(false),
    ID_MUST_NOT_BE_ZERO(false),
    ID_MUST_NOT_BE_MAX(false),
    /** The same id was applied before with another field; which one, in this order. */
    EXISTS_WITH_DIFFERENT_KIND(false),
    EXISTS_WITH_DIFFERENT_FLAGS(false),
    EXISTS_WITH_DIFFERENT_PENDING_ID(false),
    EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID(false),
    EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID(false),
    EXISTS_WITH_DIFFERENT_AMOUNT(false),
    EXISTS_WITH_DIFFERENT_LEDGER(false),
    EXISTS_WITH_DIFFERENT_CODE(false),
    EXISTS_WITH_DIFFERENT_TIMEOUT(false),
    EXISTS_WITH_DIFFERENT_USER_REF(false),
    /** All its own fields are the same, but it was part of another chain. */
    EXISTS_WITH_DIFFERENT_CHAIN(false),
    /** The same transfer was applied before; nothing moved now. */
    EXISTS(false),
    /** The id was finally refused before. */
    ID_ALREADY_FAILED(false),
    FLAGS_ARE_UNKNOWN(false),
    FLAGS_ARE_MUTUALLY_EXCLUSIVE(false),
    DEBIT_ACCOUNT_ID_MUST_BE_POSITIVE(false),
    CREDIT_ACCOUNT_ID_MUST_BE_POSITIVE(false),
    ACCOUNTS_MUST_BE_DIFFERENT(false),
    PENDING_ID_MUST_BE_NULL(false),
    PENDING_ID_MUST_NOT_BE_NULL(false),
    PENDING_ID_MUST_BE_DIFFERENT(false),
    TIMEOUT_RESERVED_FOR_PENDING(false),
    TIMEOUT_OUT_OF_RANGE(false),
    CLOSING_TRANSFER_MUST_BE_PENDING(false),
    AMOUNT_MUST_NOT_BE_NEGATIVE(false),
    AMOUNT_MUST_NOT_BE_ZERO(false),
    LEDGER_MUST_BE_POSITIVE(false),
    CODE_OUT_OF_RANGE(false),
    DEBIT_ACCOUNT_NOT_FOUND(true),
    CREDIT_ACCOUNT_NOT_FOUND(true),
    ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER(false),
    TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS(false),
    PENDING_TRANSFER_NOT_FOUND(true),
    PENDING_TRANSFER_NOT_PENDING(false),
    PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID(false),
    PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID(false),
    PENDING_TRANSFER_HAS_DIFFERENT_LEDGER(false),
    PENDING_TRANSFER_HAS_DIFFERENT_CODE(false),
    EXCEEDS_PENDING_TRANSFER_AMOUNT(false),
    PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT(false),
    PENDING_TRANSFER_ALREADY_POSTED(true),
    PENDING_TRANSFER_ALREADY_VOIDED(true),
    PENDING_TRANSFER_EXPIRED(true),
    /** An EXPIRE came before the timeout had passed. */
    PENDING_TRANSFER_NOT_YET_EXPIRED(false),
    DEBIT_ACCOUNT_CLOSED(true),
    CREDIT_ACCOUNT_CLOSED(true),
    DEBIT_ACCOUNT_FROZEN(true),
    CREDIT_ACCOUNT_FROZEN(true),
    OVERFLOWS_DEBITS_PENDING(false),
    OVERFLOWS_CREDITS_PENDING(false),
    OVERFLOWS_DEBITS_POSTED(false),
    OVERFLOWS_CREDITS_POSTED(false),
    OVERFLOWS_DEBITS(false),
    OVERFLOWS_CREDITS(false),
    OVERFLOWS_TIMEOUT(false),
    EXCEEDS_CREDITS(true),
    EXCEEDS_DEBITS(true);

    private final boolean recorded;

    TransferResult(boolean recorded) {
        this.recorded = recorded;
    }

    /** Whether the refusal is final: recorded, and repeated for ever as {@link #ID_ALREADY_FAILED}. */
    public boolean isFinal() {
        return recorded;
    }
}
