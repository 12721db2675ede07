package io.tongbao.ledger;

/**
 * An account as stored: four counters that only grow or, for the pending ones, fall back when a pending transfer ends.
 *
 * @param id positive, chosen by the owner of the account
 * @param ledger currency and scale, {@link io.tongbao.kernel.Currency#ledger()}
 * @param code place in the chart of accounts, 1 to 65535
 * @param flags bits of {@link AccountFlag}
 * @param debitsPending minor units reserved to leave
 * @param debitsPosted minor units that left
 * @param creditsPending minor units reserved to arrive
 * @param creditsPosted minor units that arrived
 * @param version number of batches that changed the account
 * @param lastTs {@code ts} of the last transfer that touched it, microseconds since 1970; 0 when none
 */
public record Account(
        long id,
        int ledger,
        int code,
        int flags,
        long debitsPending,
        long debitsPosted,
        long creditsPending,
        long creditsPosted,
        long version,
        long lastTs) {

    public boolean has(AccountFlag flag) {
        return flag.in(flags);
    }

    /** What a liability account (a wallet) may still spend: posted credits less posted and pending debits. */
    public long available() {
        return creditsPosted - debitsPosted - debitsPending;
    }

    /** Posted credits less posted debits. */
    public long balance() {
        return creditsPosted - debitsPosted;
    }
}
