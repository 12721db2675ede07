package io.tongbao.ledger.audit;

import io.tongbao.ledger.AccountFlag;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * The fold of the journal over all accounts: plain arrays, about 70 bytes an account, found by binary search over the
 * sorted ids. Ten million accounts take some 700 MB.
 */
final class AccountSheet {

    final long[] debitsPending;
    final long[] debitsPosted;
    final long[] creditsPending;
    final long[] creditsPosted;
    /** Of the last transfer that touched the account. */
    final long[] lastTs;
    /** Batches that touched the account. */
    final int[] version;
    /** Of the last row of the account's history that was seen. */
    final long[] historyTs;
    /** Rolling hash of the account's places in the batch at hand. */
    final int[] places;

    private final long[] ids;
    private final int[] ledgers;
    private final byte[] flags;

    private AccountSheet(long[] ids, int[] ledgers, byte[] flags) {
        int n = ids.length;
        this.ids = ids;
        this.ledgers = ledgers;
        this.flags = flags;
        this.debitsPending = new long[n];
        this.debitsPosted = new long[n];
        this.creditsPending = new long[n];
        this.creditsPosted = new long[n];
        this.lastTs = new long[n];
        this.historyTs = new long[n];
        this.version = new int[n];
        this.places = new int[n];
    }

    static AccountSheet load(Connection connection) throws SQLException {
        int n = Math.toIntExact(Sql.number(connection, "SELECT count(*) FROM ledger.account"));
        long[] ids = new long[n];
        int[] ledgers = new int[n];
        byte[] flags = new byte[n];
        try (Cursor cursor = Cursor.open(connection, "SELECT id, ledger, flags FROM ledger.account ORDER BY id")) {
            ResultSet rows = cursor.rows();
            for (int i = 0; cursor.next(); i++) {
                ids[i] = rows.getLong(1);
                ledgers[i] = rows.getInt(2);
                flags[i] = (byte) rows.getInt(3);
            }
        }
        return new AccountSheet(ids, ledgers, flags);
    }

    int size() {
        return ids.length;
    }

    /** Place of an account in the arrays; negative when there is none. */
    int find(long id) {
        return Arrays.binarySearch(ids, id);
    }

    long id(int at) {
        return ids[at];
    }

    int ledger(int at) {
        return ledgers[at];
    }

    boolean has(int at, AccountFlag flag) {
        return flag.in(flags[at]);
    }

    /** Marks a movement: the first one of a batch counts as a new version. Returns whether it was the first. */
    boolean touch(int at, JournalRow row, long batchTs) {
        boolean first = version[at] == 0 || lastTs[at] < batchTs;
        if (first) {
            version[at]++;
            places[at] = 0;
        }
        lastTs[at] = row.ts();
        places[at] = rolled(places[at], row.applied().ordinal());
        return first;
    }

    static int rolled(int places, int ordinal) {
        return places * 31 + ordinal + 1;
    }
}
