package io.tongbao.ledger.audit;

import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Runs all transfers, in the order of their time, over an {@link AccountSheet}: I8, I9 along accounts, I5 on the way, and
 * I3 after every single one. Holds the pending transfers that are open at the moment.
 */
final class JournalFold {

    private static final long MICROS = 1_000_000L;
    private static final int MOST_LOOK_UPS = 1_000;

    private final Connection connection;
    private final AccountSheet accounts;
    private final Findings findings;
    private final Map<UUID, Open> open = new HashMap<>();
    private int lookUps;

    /** A pending transfer that has not ended. */
    private record Open(long debitId, long creditId, long amount, long expiresTs, int ledger, int code) {}

    JournalFold(Connection connection, AccountSheet accounts, Findings findings) {
        this.connection = connection;
        this.accounts = accounts;
        this.findings = findings;
    }

    int openPendings() {
        return open.size();
    }

    void apply(JournalRow row, long batchTs) throws SQLException {
        Transfer t = row.applied().transfer();
        int debit = accounts.find(t.debitId());
        int credit = accounts.find(t.creditId());
        if (!wellFormed(row, t, debit, credit)) {
            return;
        }
        move(row, debit, batchTs);
        move(row, credit, batchTs);
        switch (t.kind()) {
            case SINGLE -> {
                accounts.debitsPosted[debit] += t.amount();
                accounts.creditsPosted[credit] += t.amount();
            }
            case PENDING -> {
                accounts.debitsPending[debit] += t.amount();
                accounts.creditsPending[credit] += t.amount();
                long expires = t.timeoutSeconds() == 0 ? 0 : row.ts() + t.timeoutSeconds() * MICROS;
                open.put(t.id(), new Open(t.debitId(), t.creditId(), t.amount(), expires, t.ledger(), t.code()));
            }
            case POST, VOID, EXPIRE -> resolve(row, t, debit, credit);
        }
        limits(row, debit);
        limits(row, credit);
    }

    private boolean wellFormed(JournalRow row, Transfer t, int debit, int credit) {
        if (debit < 0 || credit < 0) {
            long missing = debit < 0 ? t.debitId() : t.creditId();
            findings.broken(Invariant.I8, () -> "transfer " + t.id() + ": there is no account " + missing);
            return false;
        }
        if (!row.kindKnown()) {
            findings.broken(Invariant.I8, () -> "transfer " + t.id() + ": of no known kind");
            return false;
        }
        if (t.amount() <= 0) {
            findings.broken(Invariant.I8, () -> "transfer " + t.id() + ": amount " + t.amount() + " is not above 0");
        }
        if (debit == credit) {
            findings.broken(Invariant.I8, () -> "transfer " + t.id() + ": account " + t.debitId() + " on both sides");
        }
        int debitLedger = accounts.ledger(debit);
        int creditLedger = accounts.ledger(credit);
        if (t.ledger() != debitLedger || t.ledger() != creditLedger) {
            findings.broken(
                    Invariant.I8,
                    () -> "transfer " + t.id() + ": ledger " + t.ledger() + ", its accounts' " + debitLedger + " and "
                            + creditLedger);
        }
        return true;
    }

    private void move(JournalRow row, int account, long batchTs) {
        long before = accounts.lastTs[account];
        if (row.ts() <= before) {
            findings.broken(
                    Invariant.I9,
                    () -> "account " + accounts.id(account) + ": transfer " + row.id() + " at ts " + row.ts()
                            + " is not after its last movement at " + before);
        }
        int version = accounts.version[account];
        boolean first = accounts.touch(account, row, batchTs);
        if (first && version > 0 && accounts.has(account, AccountFlag.HISTORY)) {
            requireHistory(account, before);
        }
    }

    /** A HISTORY account has a row for every batch that touched it, the last of them at {@code ts}. */
    void requireHistory(int account, long ts) {
        // The row of a batch is looked at before the next batch is folded.
        if (accounts.historyTs[account] != ts) {
            findings.broken(
                    Invariant.I9, () -> "account_history of account " + accounts.id(account) + ": no row at ts " + ts);
        }
    }

    private void resolve(JournalRow row, Transfer t, int debit, int credit) throws SQLException {
        UUID pendingId = t.pendingId();
        if (pendingId == null) {
            findings.broken(Invariant.I5, () -> "transfer " + t.id() + ": ends no pending transfer");
            return;
        }
        Open pending = open.remove(pendingId);
        if (pending == null) {
            findings.broken(
                    Invariant.I5,
                    () -> "transfer " + t.id() + ": ends pending transfer " + pendingId + ", which was not open");
            pending = lookUp(pendingId, t);
        }
        Open of = pending;
        if (of.debitId != t.debitId()
                || of.creditId != t.creditId()
                || of.ledger != t.ledger()
                || of.code != t.code()) {
            findings.broken(
                    Invariant.I5,
                    () -> "transfer " + t.id() + ": other accounts, ledger or code than its pending transfer "
                            + pendingId);
        }
        boolean partOf = t.kind() == TransferKind.POST ? t.amount() <= of.amount : t.amount() == of.amount;
        if (!partOf) {
            findings.broken(
                    Invariant.I5,
                    () -> "transfer " + t.id() + ": amount " + t.amount() + " of pending transfer " + pendingId
                            + " with " + of.amount);
        }
        boolean due = of.expiresTs != 0 && row.ts() >= of.expiresTs;
        if (due != (t.kind() == TransferKind.EXPIRE)) {
            findings.broken(
                    Invariant.I5,
                    () -> "transfer " + t.id() + ": " + t.kind() + " at ts " + row.ts() + " of pending transfer "
                            + pendingId + ", which expires at " + of.expiresTs);
        }
        accounts.debitsPending[debit] -= of.amount;
        accounts.creditsPending[credit] -= of.amount;
        if (t.kind() == TransferKind.POST) {
            accounts.debitsPosted[debit] += t.amount();
            accounts.creditsPosted[credit] += t.amount();
        }
    }

    /** What a transfer that is not open reserved, so that one fault is not reported as many. */
    private Open lookUp(UUID pendingId, Transfer by) throws SQLException {
        if (lookUps++ < MOST_LOOK_UPS) {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT " + JournalRow.COLUMNS + " FROM ledger.transfer t WHERE id = ?")) {
                statement.setObject(1, pendingId);
                try (ResultSet rows = statement.executeQuery()) {
                    if (rows.next()) {
                        JournalRow row = JournalRow.of(rows);
                        Transfer t = row.applied().transfer();
                        long expires = t.timeoutSeconds() == 0 ? 0 : row.ts() + t.timeoutSeconds() * MICROS;
                        return new Open(t.debitId(), t.creditId(), t.amount(), expires, t.ledger(), t.code());
                    }
                }
            }
        }
        return new Open(by.debitId(), by.creditId(), by.amount(), 0, by.ledger(), by.code());
    }

    private void limits(JournalRow row, int at) {
        if (accounts.has(at, AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS)) {
            long debits = accounts.debitsPending[at] + accounts.debitsPosted[at];
            long credits = accounts.creditsPosted[at];
            if (debits > credits) {
                findings.broken(
                        Invariant.I3,
                        () -> "account " + accounts.id(at) + ": debits " + debits + " > credits " + credits
                                + " after transfer " + row.id());
            }
        }
        if (accounts.has(at, AccountFlag.CREDITS_MUST_NOT_EXCEED_DEBITS)) {
            long credits = accounts.creditsPending[at] + accounts.creditsPosted[at];
            long debits = accounts.debitsPosted[at];
            if (credits > debits) {
                findings.broken(
                        Invariant.I3,
                        () -> "account " + accounts.id(at) + ": credits " + credits + " > debits " + debits
                                + " after transfer " + row.id());
            }
        }
    }
}
