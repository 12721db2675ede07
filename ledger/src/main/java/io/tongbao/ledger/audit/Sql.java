package io.tongbao.ledger.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Single answers of the database. */
final class Sql {

    private Sql() {}

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /**
     * Runs a query for offending rows: column 1 names the first in words, column 2 is how many there are.
     */
    static void offenders(Connection connection, Findings findings, Invariant invariant, String sql)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            if (rows.next()) {
                String first = rows.getString(1);
                findings.broken(invariant, rows.getLong(2), () -> first);
            }
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
