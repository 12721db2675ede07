package io.tongbao.ledger;

import java.util.Set;

/** Options of a transfer; the bit is its place in the stored integer and never changes. */
public enum TransferFlag {
    /** Move at most {@code amount}: as much as the debit account's no-overdraft limit allows. */
    BALANCING_DEBIT(0),
    /** Move at most {@code amount}: as much as the credit account's mirror limit allows. */
    BALANCING_CREDIT(1),
    /** A pending transfer that closes its debit account until it is voided. */
    CLOSING_DEBIT(2),
    /** A pending transfer that closes its credit account until it is voided. */
    CLOSING_CREDIT(3);

    private final int bit;

    TransferFlag(int bit) {
        this.bit = 1 << bit;
    }

    public int bit() {
        return bit;
    }

    public boolean in(int flags) {
        return (flags & bit) != 0;
    }

    public static int bits(Set<TransferFlag> flags) {
        int bits = 0;
        for (TransferFlag flag : flags) {
            bits |= flag.bit;
        }
        return bits;
    }
}
