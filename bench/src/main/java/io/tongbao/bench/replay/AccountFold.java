package io.tongbao.bench.replay;

import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Sums minor units by account in bounded memory: what does not fit is moved to a temporary table and summed there. The
 * table {@code fold (account_id, delta)} must exist in the connection's session. Not thread-safe.
 */
final class AccountFold {

    private static final int SLOTS = 1 << 20;
    private static final int MOST = SLOTS / 2;
    private static final int COPY_ROWS = 20_000;

    private final Connection connection;
    private final long[] accounts = new long[SLOTS];
    private final long[] sums = new long[SLOTS];
    private int size;

    AccountFold(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param accountId &gt; 0
     * @param deltaMinor may be 0: the account then takes part with nothing moved
     * @throws ArithmeticException on overflow
     */
    void add(long accountId, long deltaMinor) throws SQLException {
        int slot = (int) ((accountId * 0x9E37_79B9_7F4A_7C15L) >>> 44);
        while (accounts[slot] != 0 && accounts[slot] != accountId) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (accounts[slot] == 0) {
            if (size == MOST) {
                flush();
                add(accountId, deltaMinor);
                return;
            }
            accounts[slot] = accountId;
            size++;
        }
        sums[slot] = Math.addExact(sums[slot], deltaMinor);
    }

    /** Moves everything to the table. */
    void flush() throws SQLException {
        CopyRows rows = new CopyRows(2, 1 << 20);
        int pending = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (accounts[slot] != 0) {
                rows.row().bigint(accounts[slot]).bigint(sums[slot]);
                pending++;
            }
            if (pending == COPY_ROWS || (pending > 0 && slot == SLOTS - 1)) {
                rows.copyInto(connection, "fold", "account_id, delta");
                rows.clear();
                pending = 0;
            }
        }
        Arrays.fill(accounts, 0);
        Arrays.fill(sums, 0);
        size = 0;
    }
}
