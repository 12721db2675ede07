package io.tongbao.ledger.commit;

import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import io.tongbao.ledger.RiderTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables of a caller: counters with a cap, first answers by key, notes. */
final class Tables {

    static final String[] SCHEMA = {
        "CREATE TABLE counter (key text PRIMARY KEY, value bigint NOT NULL)",
        "CREATE TABLE answer (key text PRIMARY KEY, value bigint NOT NULL)",
        "CREATE TABLE note (text text NOT NULL CHECK (text <> 'bad'))",
        "CREATE TABLE late_note (text text NOT NULL, UNIQUE (text) DEFERRABLE INITIALLY DEFERRED)"
    };

    private Tables() {}

    /** Rows of (key, value) in one table. */
    record Values(String name) implements GuardTable<String, Long> {

        @Override
        public Map<String, Long> lock(Connection connection, List<String> keys) throws SQLException {
            if (keys.contains("broken table")) {
                throw new IllegalArgumentException("the guard table's own fault");
            }
            Map<String, Long> found = new TreeMap<>();
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT key, value FROM " + name + " WHERE key = ANY (?) ORDER BY key FOR UPDATE")) {
                statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.put(rows.getString(1), rows.getLong(2));
                    }
                }
            }
            return found;
        }

        @Override
        public void store(Connection connection, Map<String, Long> inserted, Map<String, Long> updated)
                throws SQLException {
            write(connection, "INSERT INTO " + name + " (value, key) VALUES (?, ?)", inserted);
            write(connection, "UPDATE " + name + " SET value = ? WHERE key = ?", updated);
        }

        private static void write(Connection connection, String sql, Map<String, Long> rows) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (Map.Entry<String, Long> row : rows.entrySet()) {
                    statement.setLong(1, row.getValue());
                    statement.setString(2, row.getKey());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    static final Values COUNTERS = new Values("counter");
    static final Values ANSWERS = new Values("answer");

    /** Adds to a counter, up to a cap. */
    record Cap(String key, long amount, long cap) implements Guard<String, Long> {

        @Override
        public GuardTable<String, Long> table() {
            return COUNTERS;
        }

        @Override
        public Verdict check(@Nullable Long state, BatchStamp stamp) {
            if (key.equals("broken guard")) {
                throw new IllegalArgumentException("the guard's own fault");
            }
            return (state == null ? 0 : state) + amount <= cap
                    ? Verdict.PASS
                    : Verdict.refuse(RequestError.RATE_LIMITED);
        }

        @Override
        public @Nullable Long after(@Nullable Long state, Decision decision) {
            return decision instanceof Decision.Applied ? Long.valueOf((state == null ? 0 : state) + amount) : state;
        }
    }

    /** Answers a key the second time as it did the first time. */
    record Once(String key) implements Guard<String, Long> {

        @Override
        public GuardTable<String, Long> table() {
            return ANSWERS;
        }

        @Override
        public Verdict check(@Nullable Long state, BatchStamp stamp) {
            return state == null ? Verdict.PASS : new Verdict.Replay(state);
        }

        @Override
        public @Nullable Long after(@Nullable Long state, Decision decision) {
            return decision.stamp().ts();
        }
    }

    /** Rows of one text. */
    record Notes(String name) implements RiderTable<String> {

        @Override
        public void write(Connection connection, List<String> rows) throws SQLException {
            if (rows.contains("broken table")) {
                throw new IllegalStateException("the rider table's own fault");
            }
            try (PreparedStatement statement =
                    connection.prepareStatement("INSERT INTO " + name + " SELECT unnest(?)")) {
                statement.setArray(1, connection.createArrayOf("text", rows.toArray()));
                statement.executeUpdate();
            }
        }
    }

    static final Notes NOTES = new Notes("note");
    static final Notes LATE_NOTES = new Notes("late_note");
}
