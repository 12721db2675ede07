package io.tongbao.ledger.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.postgresql.PGStatement;

/** A server-side cursor: rows come in portions, in binary form, however many there are. Lives within one transaction. */
final class Cursor implements AutoCloseable {

    private static final int ROWS_AT_ONCE = 4_096;

    private final PreparedStatement statement;
    private final ResultSet rows;

    private Cursor(PreparedStatement statement, ResultSet rows) {
        this.statement = statement;
        this.rows = rows;
    }

    static Cursor open(Connection connection, String sql, long... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            // Binary from the first row on, not only after the statement has been used a few times.
            statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
            statement.setFetchSize(ROWS_AT_ONCE);
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            return new Cursor(statement, statement.executeQuery());
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    boolean next() throws SQLException {
        return rows.next();
    }

    ResultSet rows() {
        return rows;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
