package io.tongbao.ledger.audit;

import io.tongbao.ledger.AccountFlag;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** The accounts as stored beside the fold of the journal: I2, I3, and I1 over all of them. */
final class AccountComparison {

    private static final String ACCOUNTS = """
            SELECT id, ledger, flags, debits_pending, debits_posted, credits_pending, credits_posted, version, last_ts
            FROM ledger.account ORDER BY id""";

    private final AccountSheet fold;
    private final JournalFold journal;
    private final Findings findings;
    private final Map<Integer, Totals> ledgers = new TreeMap<>();

    /** Sums of the four counters over a ledger. */
    private record Totals(WideSum debitsPending, WideSum debitsPosted, WideSum creditsPending, WideSum creditsPosted) {

        Totals() {
            this(new WideSum(), new WideSum(), new WideSum(), new WideSum());
        }
    }

    AccountComparison(AccountSheet fold, JournalFold journal, Findings findings) {
        this.fold = fold;
        this.journal = journal;
        this.findings = findings;
    }

    void run(Connection connection) throws SQLException {
        try (Cursor cursor = Cursor.open(connection, ACCOUNTS)) {
            for (int at = 0; cursor.next(); at++) {
                compare(at, cursor.rows());
                findings.progress("comparing accounts", at, fold.size());
            }
        }
        ledgers.forEach((ledger, totals) -> {
            balanced(ledger, "posted", totals.debitsPosted.value(), totals.creditsPosted.value());
            balanced(ledger, "pending", totals.debitsPending.value(), totals.creditsPending.value());
        });
        findings.count("accounts", fold.size());
        findings.count("ledgers", ledgers.size());
    }

    private void compare(int at, ResultSet rows) throws SQLException {
        long id = rows.getLong(1);
        int flags = rows.getInt(3);
        long debitsPending = rows.getLong(4);
        long debitsPosted = rows.getLong(5);
        long creditsPending = rows.getLong(6);
        long creditsPosted = rows.getLong(7);
        equal(id, "debits_pending", debitsPending, fold.debitsPending[at]);
        equal(id, "debits_posted", debitsPosted, fold.debitsPosted[at]);
        equal(id, "credits_pending", creditsPending, fold.creditsPending[at]);
        equal(id, "credits_posted", creditsPosted, fold.creditsPosted[at]);
        long version = rows.getLong(8);
        // Freezing counts as a version too and leaves no transfer.
        if (version < fold.version[at]) {
            equal(id, "version", version, fold.version[at]);
        }
        equal(id, "last_ts", rows.getLong(9), fold.lastTs[at]);
        if (AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS.in(flags) && debitsPending + debitsPosted > creditsPosted) {
            findings.broken(
                    Invariant.I3,
                    () -> "account " + id + ": debits " + (debitsPending + debitsPosted) + " > credits "
                            + creditsPosted);
        }
        if (AccountFlag.CREDITS_MUST_NOT_EXCEED_DEBITS.in(flags) && creditsPending + creditsPosted > debitsPosted) {
            findings.broken(
                    Invariant.I3,
                    () -> "account " + id + ": credits " + (creditsPending + creditsPosted) + " > debits "
                            + debitsPosted);
        }
        Totals totals = ledgers.computeIfAbsent(rows.getInt(2), ledger -> new Totals());
        totals.debitsPending.add(debitsPending);
        totals.debitsPosted.add(debitsPosted);
        totals.creditsPending.add(creditsPending);
        totals.creditsPosted.add(creditsPosted);
        if (AccountFlag.HISTORY.in(flags) && fold.version[at] > 0) {
            journal.requireHistory(at, fold.lastTs[at]);
        }
    }

    private void equal(long id, String counter, long held, long folded) {
        if (held != folded) {
            findings.broken(
                    Invariant.I2,
                    () -> "account " + id + ": " + counter + " " + held + ", its transfers come to " + folded);
        }
    }

    private void balanced(int ledger, String which, BigInteger debits, BigInteger credits) {
        if (!debits.equals(credits)) {
            findings.broken(
                    Invariant.I1,
                    () -> "ledger " + ledger + ": debits " + which + " " + debits + ", credits " + which + " "
                            + credits);
        }
    }
}
