package io.tongbao.bank.file;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** One cycle of one bank at a time, over all nodes: an advisory lock that goes with its connection, should this node die. */
final class CycleLock implements AutoCloseable {

    private final @Nullable Connection connection;

    private CycleLock(@Nullable Connection connection) {
        this.connection = connection;
    }

    static CycleLock tryTake(DataSource database, String partner) {
        try {
            Connection connection = database.getConnection();
            boolean taken = false;
            try {
                connection.setAutoCommit(false);
                try (PreparedStatement lock =
                        connection.prepareStatement("select pg_try_advisory_xact_lock(hashtextextended(?, 7))")) {
                    lock.setString(1, "bank.file " + partner);
                    try (ResultSet answer = lock.executeQuery()) {
                        taken = answer.next() && answer.getBoolean(1);
                    }
                }
                return new CycleLock(taken ? connection : null);
            } finally {
                if (!taken) {
                    connection.rollback();
                    connection.close();
                }
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("cannot lock the file cycle of " + partner, e);
        }
    }

    boolean taken() {
        return connection != null;
    }

    @Override
    public void close() {
        if (connection != null) {
            try (connection) {
                connection.rollback();
            } catch (SQLException e) {
                throw new DataAccessResourceFailureException("the file cycle's lock was lost", e);
            }
        }
    }
}
