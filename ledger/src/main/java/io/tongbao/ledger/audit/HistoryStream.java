package io.tongbao.ledger.audit;

import io.tongbao.ledger.AccountFlag;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The statements' rows in the order of their time, compared with the fold as it passes them (I9). */
final class HistoryStream implements AutoCloseable {

    private static final String ROWS = """
            SELECT account_id, last_ts, first_ts, debits_pending, debits_posted, credits_pending, credits_posted,
                   ordinals
            FROM ledger.account_history ORDER BY last_ts, account_id""";

    private final Cursor cursor;
    private final AccountSheet accounts;
    private final Findings findings;
    private boolean more;

    HistoryStream(Connection connection, AccountSheet accounts, Findings findings) throws SQLException {
        this.cursor = Cursor.open(connection, ROWS);
        this.accounts = accounts;
        this.findings = findings;
        this.more = cursor.next();
    }

    /** Compares every row before {@code ts}; the fold has passed those and nothing after them. */
    void passTo(long ts) throws SQLException {
        while (more && cursor.rows().getLong(2) < ts) {
            compare(cursor.rows());
            findings.count("history_rows", 1);
            more = cursor.next();
        }
    }

    private void compare(ResultSet rows) throws SQLException {
        long id = rows.getLong(1);
        long lastTs = rows.getLong(2);
        int at = accounts.find(id);
        if (at < 0 || !accounts.has(at, AccountFlag.HISTORY)) {
            broken(id, lastTs, "no such account keeps a history");
            return;
        }
        accounts.historyTs[at] = lastTs;
        if (accounts.lastTs[at] != lastTs) {
            broken(id, lastTs, "no movement then, but one at " + accounts.lastTs[at]);
            return;
        }
        compare(id, lastTs, "debits_pending", rows.getLong(4), accounts.debitsPending[at]);
        compare(id, lastTs, "debits_posted", rows.getLong(5), accounts.debitsPosted[at]);
        compare(id, lastTs, "credits_pending", rows.getLong(6), accounts.creditsPending[at]);
        compare(id, lastTs, "credits_posted", rows.getLong(7), accounts.creditsPosted[at]);
        Integer[] ordinals = (Integer[]) rows.getArray(8).getArray();
        int places = 0;
        for (Integer ordinal : ordinals) {
            places = AccountSheet.rolled(places, ordinal);
        }
        boolean spans =
                ordinals.length > 0 && lastTs - rows.getLong(3) == (long) ordinals[ordinals.length - 1] - ordinals[0];
        if (places != accounts.places[at] || !spans) {
            broken(id, lastTs, "its places are not those of the account's transfers");
        }
    }

    private void compare(long id, long lastTs, String counter, long held, long folded) {
        if (held != folded) {
            broken(id, lastTs, counter + " " + held + " instead of " + folded);
        }
    }

    private void broken(long id, long lastTs, String what) {
        findings.broken(Invariant.I9, () -> "account_history of account " + id + " at ts " + lastTs + ": " + what);
    }

    @Override
    public void close() throws SQLException {
        cursor.close();
    }
}
