package io.tongbao.bank;

/** What a bank may offer; the rest answers {@code NotSent(NOT_OFFERED)}. */
public enum BankCapability {
    /** Customers sign up at the bank's counter; we learn of it from the bank. */
    SIGN_UP_AT_COUNTER,
    SIGN_UP_BY_PHONE_BANK,
    /** Customers are sent to the net bank's page and back. */
    SIGN_UP_BY_NET_BANK,
    /** The bank texts a code to the number it holds. */
    SIGN_UP_BY_CODE,
    /** Debit a card or account: payments and top-ups. */
    DEBIT,
    /** Credit a card or account: withdrawals and prizes. */
    CREDIT,
    /** Repay a credit card. */
    REPAY_CREDIT_CARD,
    REFUND,
    PARTIAL_REFUND,
    REVERSE,
    INQUIRE,
    /** Freeze and unfreeze a customer's agreement. */
    FREEZE,
    BLACKLIST,
    STATEMENT,
    /** Answers come hours later, from files. */
    BATCH
}
