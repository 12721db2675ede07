package io.tongbao.ledger.store;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.Account;
import io.tongbao.ledger.PostedTransfer;
import io.tongbao.ledger.StatementLine;
import io.tongbao.ledger.Transfer;
import io.tongbao.postgres.ArrayParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The ledger's read side. Every answer is of committed, durable state. */
public final class LedgerQueries {

    private static final String ACCOUNTS = """
            SELECT id, ledger, code, flags, debits_pending, debits_posted, credits_pending, credits_posted,
                   version, last_ts
            FROM ledger.account WHERE id = ANY (?)""";
    private static final String TRANSFER = "SELECT " + Rows.TRANSFER_COLUMNS + " FROM ledger.transfer t WHERE t.id = ?";
    private static final String HISTORY_BEFORE = """
            SELECT lane, batch_seq, first_ts, last_ts, debits_pending, debits_posted, credits_pending, credits_posted,
                   ordinals
            FROM ledger.account_history WHERE account_id = ? AND first_ts < ? ORDER BY last_ts DESC LIMIT ?""";
    private static final String HISTORY_AFTER = """
            SELECT lane, batch_seq, first_ts, last_ts, debits_pending, debits_posted, credits_pending, credits_posted,
                   ordinals
            FROM ledger.account_history WHERE account_id = ? AND last_ts > ? ORDER BY last_ts LIMIT 1""";
    private static final String PLACES = "SELECT " + Rows.TRANSFER_COLUMNS
            + ", p.amount AS pending_amount FROM ledger.transfer t LEFT JOIN ledger.pending p ON p.id = t.pending_id"
            + " WHERE t.lane = ? AND t.batch_seq = ? AND t.ordinal = ANY (?) ORDER BY t.ordinal";
    private static final String DUE =
            "SELECT id FROM ledger.pending WHERE state = 0 AND expires_ts > 0 AND expires_ts <= ?"
                    + " ORDER BY expires_ts LIMIT ?";

    private final DataSource dataSource;

    public LedgerQueries(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Counters of one account after one batch, and the account's places in that batch. */
    private record HistoryRow(
            int lane,
            long batchSeq,
            long firstTs,
            long lastTs,
            long debitsPending,
            long debitsPosted,
            long creditsPending,
            long creditsPosted,
            List<Integer> ordinals) {

        static HistoryRow of(ResultSet rows) throws SQLException {
            return new HistoryRow(
                    rows.getInt(1),
                    rows.getLong(2),
                    rows.getLong(3),
                    rows.getLong(4),
                    rows.getLong(5),
                    rows.getLong(6),
                    rows.getLong(7),
                    rows.getLong(8),
                    List.of((Integer[]) rows.getArray(9).getArray()));
        }
    }

    /** A movement of an account with the amount its pending transfer had, 0 when it ends none. */
    private record Movement(PostedTransfer posted, long pendingAmount) {}

    private interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T read(Query<T> query) {
        try (Connection connection = dataSource.getConnection()) {
            return query.run(connection);
        } catch (SQLException e) {
            throw new LedgerUnreadable(e);
        }
    }

    /** The database did not answer a question; nothing was changed by asking. */
    public static final class LedgerUnreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LedgerUnreadable(SQLException cause) {
            super("the ledger could not be read: " + cause.getMessage(), cause);
        }
    }

    public Map<Long, Account> accounts(Collection<Long> ids) {
        return read(connection -> {
            Map<Long, Account> found = HashMap.newHashMap(ids.size());
            try (PreparedStatement statement = connection.prepareStatement(ACCOUNTS)) {
                ArrayParameters.setBigints(
                        statement, 1, ids.stream().mapToLong(Long::longValue).toArray());
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        Account account = Rows.account(rows);
                        found.put(account.id(), account);
                    }
                }
            }
            return found;
        });
    }

    public Optional<PostedTransfer> transfer(UUID id) {
        return read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(TRANSFER)) {
                statement.setObject(1, id);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next() ? Optional.of(posted(rows)) : Optional.empty();
                }
            }
        });
    }

    /** Ids of open pending transfers that expired before {@code beforeTs}, microseconds since 1970, oldest first. */
    public List<UUID> duePendings(long beforeTs, int limit) {
        return read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DUE)) {
                statement.setLong(1, beforeTs);
                statement.setInt(2, limit);
                List<UUID> due = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        due.add(rows.getObject(1, UUID.class));
                    }
                }
                return due;
            }
        });
    }

    /** See {@link io.tongbao.ledger.Ledger#statement}. */
    public List<StatementLine> statement(long accountId, long before, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new Refused(RequestError.INVALID_REQUEST, "limit must be 1 to 1000");
        }
        return read(connection -> {
            List<StatementLine> lines = new ArrayList<>(limit);
            for (HistoryRow row : history(connection, HISTORY_BEFORE, accountId, before, limit)) {
                // The counters stand after the batch's last movement: walk back from there.
                long posted = row.creditsPosted - row.debitsPosted;
                long reserved = row.debitsPending;
                for (Movement movement : movements(connection, row).reversed()) {
                    if (movement.posted.ts() < before && lines.size() < limit) {
                        lines.add(new StatementLine(movement.posted, posted, posted - reserved));
                    }
                    posted -= postedEffect(accountId, movement);
                    reserved -= reservedEffect(accountId, movement);
                }
                if (lines.size() == limit) {
                    break;
                }
            }
            return lines;
        });
    }

    /** See {@link io.tongbao.ledger.Ledger#balanceAsOf}. */
    public Account balanceAsOf(long accountId, long ts) {
        return read(connection -> {
            passLaneHeads(connection, ts);
            Account account = accounts(List.of(accountId)).get(accountId);
            if (account == null) {
                throw new Refused(RequestError.NOT_FOUND, "account");
            }
            List<HistoryRow> earlier = history(connection, HISTORY_BEFORE, accountId, ts + 1, 2);
            long[] counters = new long[4];
            for (HistoryRow row : earlier) {
                if (row.lastTs <= ts) {
                    counters = new long[] {row.debitsPending, row.debitsPosted, row.creditsPending, row.creditsPosted};
                    break;
                }
            }
            // A batch that was under way at ts: replay its part up to ts.
            List<HistoryRow> next = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(HISTORY_AFTER)) {
                statement.setLong(1, accountId);
                statement.setLong(2, ts);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        next.add(HistoryRow.of(rows));
                    }
                }
            }
            for (HistoryRow row : next) {
                for (Movement movement : movements(connection, row)) {
                    if (movement.posted.ts() <= ts) {
                        fold(accountId, movement, counters);
                    }
                }
            }
            return new Account(
                    account.id(),
                    account.ledger(),
                    account.code(),
                    account.flags(),
                    counters[0],
                    counters[1],
                    counters[2],
                    counters[3],
                    account.version(),
                    ts);
        });
    }

    /** Makes every lane's later batches come after {@code ts}; waits for those under way. */
    private static void passLaneHeads(Connection connection, long ts) throws SQLException {
        List<Integer> behind = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT lane FROM ledger.lane_head ORDER BY lane")) {
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    behind.add(rows.getInt(1));
                }
            }
        }
        for (int lane : behind) {
            // The row's lock is the wait: a batch under way holds it until it is committed.
            try (PreparedStatement pass = connection.prepareStatement(
                    "UPDATE ledger.lane_head SET last_ts = greatest(last_ts, ?) WHERE lane = ?")) {
                pass.setLong(1, ts);
                pass.setInt(2, lane);
                pass.executeUpdate();
            }
        }
    }

    private static List<HistoryRow> history(Connection connection, String sql, long accountId, long ts, int limit)
            throws SQLException {
        List<HistoryRow> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, accountId);
            statement.setLong(2, ts);
            statement.setInt(3, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(HistoryRow.of(rows));
                }
            }
        }
        return found;
    }

    private static List<Movement> movements(Connection connection, HistoryRow row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PLACES)) {
            statement.setInt(1, row.lane);
            statement.setLong(2, row.batchSeq);
            statement.setArray(3, connection.createArrayOf("int4", row.ordinals.toArray()));
            List<Movement> movements = new ArrayList<>(row.ordinals.size());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    movements.add(new Movement(posted(rows), rows.getLong("pending_amount")));
                }
            }
            return movements;
        }
    }

    private static PostedTransfer posted(ResultSet rows) throws SQLException {
        return new PostedTransfer(
                Rows.transfer(rows),
                rows.getInt("lane"),
                rows.getLong("batch_seq"),
                rows.getInt("ordinal"),
                rows.getLong("ts"));
    }

    private static long postedEffect(long accountId, Movement movement) {
        long[] counters = new long[4];
        fold(accountId, movement, counters);
        return counters[3] - counters[1];
    }

    private static long reservedEffect(long accountId, Movement movement) {
        long[] counters = new long[4];
        fold(accountId, movement, counters);
        return counters[0];
    }

    /** Adds a movement to {@code debits pending, debits posted, credits pending, credits posted}. */
    private static void fold(long accountId, Movement movement, long[] counters) {
        Transfer t = movement.posted.transfer();
        boolean debit = t.debitId() == accountId;
        int pending = debit ? 0 : 2;
        int posted = pending + 1;
        switch (t.kind()) {
            case SINGLE -> counters[posted] += t.amount();
            case PENDING -> counters[pending] += t.amount();
            case POST -> {
                counters[pending] -= movement.pendingAmount;
                counters[posted] += t.amount();
            }
            case VOID, EXPIRE -> counters[pending] -= movement.pendingAmount;
        }
    }
}
