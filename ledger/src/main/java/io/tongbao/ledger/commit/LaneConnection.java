package io.tongbao.ledger.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lane's own connection, kept open over batches and opened again when it breaks. Confined to the lane's thread. */
final class LaneConnection {

    private static final Logger log = LoggerFactory.getLogger(LaneConnection.class);
    private static final long RETRY_NANOS = 100_000_000L;

    private final DataSource dataSource;
    private @Nullable Connection current;

    LaneConnection(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * The connection, in a transaction of its own.
     *
     * @throws DatabaseLost when none could be opened until {@code giveUpNanos} (of {@link System#nanoTime()}); at least
     *     one try is made
     */
    Connection open(long giveUpNanos) {
        if (current != null) {
            return current;
        }
        while (true) {
            try {
                current = prepared(dataSource.getConnection());
                return current;
            } catch (SQLException e) {
                if (System.nanoTime() > giveUpNanos) {
                    throw new DatabaseLost(e);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static Connection prepared(Connection opened) throws SQLException {
        boolean ready = false;
        try {
            opened.setAutoCommit(false);
            try (Statement settings = opened.createStatement()) {
                // The lane's statements take arrays of any length: planning them anew for each would cost more than
                // running them. All of them look rows up by key, so a plan made while a table was still small must not
                // scan it for ever after.
                settings.execute("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;"
                        + " SET enable_hashjoin = off; SET enable_mergejoin = off");
            }
            opened.commit();
            ready = true;
            return opened;
        } finally {
            if (!ready) {
                // A pool may hand out a connection that died with the server; it must get it back.
                opened.close();
            }
        }
    }

    /**
     * True when the commit was confirmed; false when its answer was lost and it must be looked up.
     *
     * @throws SQLException when the database answered that it refused to commit
     */
    boolean commit(Connection connection) throws SQLException {
        try {
            connection.commit();
            return true;
        } catch (SQLException e) {
            if (SqlStates.isRefusal(e) && rollBackOrDrop(connection, e)) {
                throw e;
            }
            log.warn("a commit was not confirmed: {}", e.getMessage());
            drop(connection);
            return false;
        }
    }

    /**
     * Ends a failed transaction.
     *
     * @return true when the connection is well and {@code cause} was about the statement; false when the connection was
     *     lost and has been dropped
     */
    boolean rollBackOrDrop(Connection connection, @Nullable SQLException cause) {
        if (cause != null && SqlStates.isConnectionLost(cause)) {
            log.warn("the database connection was lost: {}", cause.getMessage());
            drop(connection);
            return false;
        }
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            drop(connection);
            return false;
        }
    }

    private void drop(Connection connection) {
        current = null;
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("closing a broken connection failed", e);
        }
    }

    void close() {
        if (current != null) {
            drop(current);
        }
    }
}
