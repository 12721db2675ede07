package io.tongbao.ledger.posting;

import io.tongbao.ledger.Account;

/**
 * An account's counters while a batch is decided. Mutable and confined to the lane's thread; {@link #touched} says
 * whether anything changed since it was loaded.
 */
public final class AccountState {

    final long id;
    final int ledger;
    final int code;
    int flags;
    long debitsPending;
    long debitsPosted;
    long creditsPending;
    long creditsPosted;
    final long version;
    private long lastTs;
    private final int loadedFlags;
    private boolean touched;

    public AccountState(Account account) {
        this.id = account.id();
        this.ledger = account.ledger();
        this.code = account.code();
        this.flags = account.flags();
        this.loadedFlags = account.flags();
        this.debitsPending = account.debitsPending();
        this.debitsPosted = account.debitsPosted();
        this.creditsPending = account.creditsPending();
        this.creditsPosted = account.creditsPosted();
        this.version = account.version();
        this.lastTs = account.lastTs();
    }

    /** Marks a change by the transfer with this {@code ts}, microseconds since 1970. */
    void touch(long ts) {
        touched = true;
        lastTs = ts;
    }

    public boolean touched() {
        return touched;
    }

    public boolean flagsChanged() {
        return flags != loadedFlags;
    }

    public long id() {
        return id;
    }

    public int flags() {
        return flags;
    }

    public long lastTs() {
        return lastTs;
    }

    public long debitsPending() {
        return debitsPending;
    }

    public long debitsPosted() {
        return debitsPosted;
    }

    public long creditsPending() {
        return creditsPending;
    }

    public long creditsPosted() {
        return creditsPosted;
    }

    /** Number of batches that had changed the account when it was loaded. */
    public long version() {
        return version;
    }

    /** The account as it is in the database once this batch is committed. */
    public Account afterCommit() {
        return new Account(
                id,
                ledger,
                code,
                flags,
                debitsPending,
                debitsPosted,
                creditsPending,
                creditsPosted,
                touched ? version + 1 : version,
                lastTs);
    }

    /** Counters and flags to come back to when a chain fails half way. */
    record Saved(
            AccountState state,
            int flags,
            long debitsPending,
            long debitsPosted,
            long creditsPending,
            long creditsPosted,
            long lastTs,
            boolean touched) {

        void restore() {
            state.flags = flags;
            state.debitsPending = debitsPending;
            state.debitsPosted = debitsPosted;
            state.creditsPending = creditsPending;
            state.creditsPosted = creditsPosted;
            state.lastTs = lastTs;
            state.touched = touched;
        }
    }

    Saved save() {
        return new Saved(this, flags, debitsPending, debitsPosted, creditsPending, creditsPosted, lastTs, touched);
    }
}
