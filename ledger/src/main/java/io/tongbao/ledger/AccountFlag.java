package io.tongbao.ledger;

import java.util.Collection;

/** Properties of an account; the bit is its place in the stored integer and never changes. */
public enum AccountFlag {
    /** {@code debits_pending + debits_posted ≤ credits_posted}: a customer's wallet cannot be overdrawn. */
    DEBITS_MUST_NOT_EXCEED_CREDITS(0),
    /** {@code credits_pending + credits_posted ≤ debits_posted}: the mirror, for asset accounts. */
    CREDITS_MUST_NOT_EXCEED_DEBITS(1),
    /** Keeps one row of counters per batch, for statements and as-of balances. */
    HISTORY(2),
    /** No movement but the voiding or expiry of the closing transfer. Set by a pending closing transfer, cleared by its void. */
    CLOSED(3),
    /** Money may come in but not go out: staff, court or customer froze it. */
    DEBIT_FROZEN(4),
    /** Money may go out but not come in. */
    CREDIT_FROZEN(5);

    private final int bit;

    AccountFlag(int bit) {
        this.bit = 1 << bit;
    }

    public int bit() {
        return bit;
    }

    public boolean in(int flags) {
        return (flags & bit) != 0;
    }

    public static int bits(Collection<AccountFlag> flags) {
        int bits = 0;
        for (AccountFlag flag : flags) {
            bits |= flag.bit;
        }
        return bits;
    }
}
