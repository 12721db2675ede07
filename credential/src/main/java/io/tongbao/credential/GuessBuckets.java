package io.tongbao.credential;

import io.tongbao.credential.guess.GuessDecision;
import io.tongbao.credential.guess.GuessPolicy;
import io.tongbao.credential.guess.GuessState;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The buckets in the database. A guess is counted in all of its buckets, under their locks and in one transaction, before
 * anybody looks at the secret: however many connections and nodes guess at once, none is judged that was not counted.
 */
final class GuessBuckets {

    // The update that changes nothing takes the lock and returns the row as the last transaction left it.
    private static final String LOCK = """
            INSERT INTO credential.guess_bucket AS b (key, kind, scope, counted, locked_until, since)
            SELECT u.key, u.kind, u.scope, 0, 'epoch', 'epoch'
            FROM unnest(?, ?, ?) AS u (key, kind, scope)
            ON CONFLICT (key) DO UPDATE SET counted = b.counted
            RETURNING b.key, b.counted, b.locked_until, b.since
            """;

    private static final String READ =
            "SELECT key, counted, locked_until, since FROM credential.guess_bucket WHERE key = ANY (?)";

    private static final String WRITE = """
            UPDATE credential.guess_bucket AS b SET counted = u.counted, locked_until = u.locked_until, since = u.since
            FROM unnest(?, ?, ?, ?) AS u (key, counted, locked_until, since)
            WHERE b.key = u.key
            """;

    private final DataSource database;

    GuessBuckets(DataSource database) {
        this.database = database;
    }

    /** One bucket that has a say; compared and locked in the order of its key. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Bucket(byte[] key, GuessKind kind, Scope scope, GuessPolicy policy) {

        static final Comparator<Bucket> ORDER = (a, b) -> Arrays.compareUnsigned(a.key, b.key);
    }

    /** What a bucket is about; the number is stored and never changes. */
    enum Scope {
        OWN(1),
        CHANNEL(2),
        TARGET(3),
        SOURCE(4),
        SHARED(5);

        private final int number;

        Scope(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** Counts one guess in all buckets, or in none and says until when the strictest of them refuses (microseconds). */
    Outcome reserve(List<Bucket> buckets, long now) {
        return inTransaction(connection -> {
            GuessState[] states = lock(connection, buckets);
            Optional<Outcome> refused = refusal(buckets, states, now);
            if (refused.isPresent()) {
                connection.rollback();
                return refused.get();
            }
            boolean locks = false;
            for (int i = 0; i < states.length; i++) {
                Bucket bucket = buckets.get(i);
                locks |= bucket.scope() != Scope.SHARED
                        && bucket.scope() != Scope.SOURCE
                        && bucket.policy().locksNext(states[i], now);
                states[i] = bucket.policy().wrong(states[i], now);
            }
            write(connection, buckets, states);
            connection.commit();
            return new Outcome.Counted(locks);
        });
    }

    /** What the buckets say without a lock and without counting: empty when they would let a guess through. */
    Optional<Outcome> refusal(List<Bucket> buckets, long now) {
        return inTransaction(connection -> {
            try (PreparedStatement read = connection.prepareStatement(READ)) {
                read.setArray(1, keys(connection, buckets));
                return refusal(buckets, states(read, buckets), now);
            }
        });
    }

    /** What the buckets remember, in their order. */
    GuessState[] read(List<Bucket> buckets) {
        return inTransaction(connection -> {
            try (PreparedStatement read = connection.prepareStatement(READ)) {
                read.setArray(1, keys(connection, buckets));
                return states(read, buckets);
            }
        });
    }

    /** A counted guess was right: one's own place forgets everything, what strangers share takes one back. */
    void right(List<Bucket> buckets, long now) {
        change(
                buckets,
                (bucket, state) -> bucket.scope() == Scope.OWN
                        ? GuessState.NONE
                        : bucket.policy().giveBack(state, now));
    }

    void clear(List<Bucket> buckets) {
        change(buckets, (bucket, state) -> GuessState.NONE);
    }

    private interface Change {
        GuessState of(Bucket bucket, GuessState state);
    }

    private void change(List<Bucket> buckets, Change change) {
        inTransaction(connection -> {
            GuessState[] states = lock(connection, buckets);
            for (int i = 0; i < states.length; i++) {
                states[i] = change.of(buckets.get(i), states[i]);
            }
            write(connection, buckets, states);
            connection.commit();
            return states;
        });
    }

    private static Optional<Outcome> refusal(List<Bucket> buckets, GuessState[] states, long now) {
        long until = 0;
        for (int i = 0; i < states.length; i++) {
            if (buckets.get(i).policy().decide(states[i], now) instanceof GuessDecision.Refuse(long untilTs)) {
                until = Math.max(until, untilTs);
            }
        }
        return until == 0 ? Optional.empty() : Optional.of(new Outcome.Refused(until));
    }

    private static GuessState[] lock(Connection connection, List<Bucket> buckets) throws SQLException {
        Short[] kinds = buckets.stream().map(b -> (short) b.kind().number()).toArray(Short[]::new);
        Short[] scopes = buckets.stream().map(b -> (short) b.scope().number()).toArray(Short[]::new);
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setArray(1, keys(connection, buckets));
            lock.setArray(2, connection.createArrayOf("int2", kinds));
            lock.setArray(3, connection.createArrayOf("int2", scopes));
            return states(lock, buckets);
        }
    }

    private static GuessState[] states(PreparedStatement query, List<Bucket> buckets) throws SQLException {
        GuessState[] states = new GuessState[buckets.size()];
        Arrays.fill(states, GuessState.NONE);
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                byte[] key = rows.getBytes(1);
                for (int i = 0; i < states.length; i++) {
                    if (Arrays.equals(buckets.get(i).key(), key)) {
                        states[i] = new GuessState(rows.getInt(2), micros(rows, 3), micros(rows, 4));
                    }
                }
            }
        }
        return states;
    }

    private static void write(Connection connection, List<Bucket> buckets, GuessState[] states) throws SQLException {
        Integer[] counted = Arrays.stream(states).map(GuessState::counted).toArray(Integer[]::new);
        try (PreparedStatement write = connection.prepareStatement(WRITE)) {
            write.setArray(1, keys(connection, buckets));
            write.setArray(2, connection.createArrayOf("int4", counted));
            write.setArray(3, times(connection, states, true));
            write.setArray(4, times(connection, states, false));
            write.executeUpdate();
        }
    }

    private static Array keys(Connection connection, List<Bucket> buckets) throws SQLException {
        return connection.createArrayOf(
                "bytea", buckets.stream().map(Bucket::key).toArray(byte[][]::new));
    }

    private static Array times(Connection connection, GuessState[] states, boolean locks) throws SQLException {
        String[] times = Arrays.stream(states)
                .map(state -> Micros.at(locks ? state.lockedUntilTs() : state.sinceTs())
                        .toString())
                .toArray(String[]::new);
        return connection.createArrayOf("timestamptz", times);
    }

    private static long micros(ResultSet row, int column) throws SQLException {
        return Micros.of(row.getObject(column, OffsetDateTime.class).toInstant());
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return work.in(connection);
            } finally {
                // Nothing is left to undo after a commit.
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("guesses cannot be counted, so none is judged: " + e.getMessage(), e);
        }
    }

    /** What came of a reservation. */
    sealed interface Outcome {

        /**
         * Counted.
         *
         * @param locks whether a person's bucket locks by it, should it be wrong
         */
        record Counted(boolean locks) implements Outcome {}

        /** Nothing counted; microseconds since 1970. */
        record Refused(long untilTs) implements Outcome {}
    }
}
