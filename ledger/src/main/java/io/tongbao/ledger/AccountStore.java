package io.tongbao.ledger;

import io.tongbao.postgres.ArrayParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Opens accounts and changes their freeze flags, in sets, inside the caller's own transaction, so that an account appears
 * together with whoever owns it. Balances are out of its reach.
 */
public final class AccountStore {

    private static final String OPEN = """
            INSERT INTO ledger.account (id, ledger, code, flags)
            SELECT * FROM unnest(?::bigint[], ?::int[], ?::int[], ?::int[]) AS u (id, ledger, code, flags) ORDER BY u.id
            ON CONFLICT (id) DO NOTHING""";
    private static final String DIFFERENT = """
            SELECT a.id FROM ledger.account a
            JOIN unnest(?::bigint[], ?::int[], ?::int[], ?::int[]) AS u (id, ledger, code, flags) ON a.id = u.id
            WHERE (a.ledger, a.code, a.flags & 7) IS DISTINCT FROM (u.ledger, u.code, u.flags & 7) LIMIT 1""";

    private AccountStore() {}

    /**
     * Opens these accounts; those that exist with the same spec are left as they are.
     *
     * @throws IllegalStateException when one exists with another ledger, code or limit
     */
    public static void open(Connection connection, List<AccountSpec> specs) throws SQLException {
        if (specs.isEmpty()) {
            return;
        }
        try (PreparedStatement open = connection.prepareStatement(OPEN)) {
            bind(open, specs);
            if (open.executeUpdate() == specs.size()) {
                return;
            }
        }
        try (PreparedStatement different = connection.prepareStatement(DIFFERENT)) {
            bind(different, specs);
            try (ResultSet rows = different.executeQuery()) {
                if (rows.next()) {
                    throw new IllegalStateException("account " + rows.getLong(1) + " exists with another spec");
                }
            }
        }
    }

    private static void bind(PreparedStatement statement, List<AccountSpec> specs) throws SQLException {
        long[] ids = new long[specs.size()];
        int[] ledgers = new int[ids.length];
        int[] codes = new int[ids.length];
        int[] flags = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            AccountSpec spec = specs.get(i);
            ids[i] = spec.id();
            ledgers[i] = spec.ledger();
            codes[i] = spec.code();
            flags[i] = AccountFlag.bits(spec.flags());
        }
        ArrayParameters.setBigints(statement, 1, ids);
        ArrayParameters.setIntegers(statement, 2, ledgers);
        ArrayParameters.setIntegers(statement, 3, codes);
        ArrayParameters.setIntegers(statement, 4, flags);
    }

    /** {@code count} account ids that nobody else gets. */
    public static long[] nextIds(Connection connection, int count) throws SQLException {
        long[] ids = new long[count];
        try (PreparedStatement next =
                connection.prepareStatement("SELECT nextval('ledger.account_id') FROM generate_series(1, ?)")) {
            next.setInt(1, count);
            try (ResultSet rows = next.executeQuery()) {
                for (int i = 0; rows.next(); i++) {
                    ids[i] = rows.getLong(1);
                }
            }
        }
        return ids;
    }

    /**
     * Freezes or thaws one side of an account; waits for a batch that is using it.
     *
     * @param flag {@link AccountFlag#DEBIT_FROZEN} or {@link AccountFlag#CREDIT_FROZEN}
     * @return false when there is no such account
     */
    public static boolean setFrozen(Connection connection, long accountId, AccountFlag flag, boolean frozen)
            throws SQLException {
        if (flag != AccountFlag.DEBIT_FROZEN && flag != AccountFlag.CREDIT_FROZEN) {
            throw new IllegalArgumentException("only freezing can be changed here");
        }
        try (PreparedStatement update = connection.prepareStatement(
                frozen
                        ? "UPDATE ledger.account SET flags = flags | ?, version = version + 1 WHERE id = ?"
                        : "UPDATE ledger.account SET flags = flags & ~(?::int), version = version + 1 WHERE id = ?")) {
            update.setInt(1, flag.bit());
            update.setLong(2, accountId);
            return update.executeUpdate() == 1;
        }
    }
}
