package io.tongbao.postgres;

import io.tongbao.postgres.PostgresUnavailable.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** Refuses a database that may forget a commit it has acknowledged. The same check runs on our own server and any other. */
public final class Durability {

    /** {@code local} is refused: with a standby it acknowledges before the standby has the commit. */
    private static final Set<String> SAFE_SYNCHRONOUS_COMMIT = Set.of("on", "remote_write", "remote_apply");

    private Durability() {}

    /**
     * Reads the settings as this session has them.
     *
     * @throws PostgresUnavailable with {@link Reason#NOT_DURABLE}, naming the setting and its value
     */
    public static void check(Connection connection) throws SQLException {
        requireOn(connection, "fsync");
        requireOn(connection, "full_page_writes");
        String synchronousCommit = show(connection, "synchronous_commit");
        if (!SAFE_SYNCHRONOUS_COMMIT.contains(synchronousCommit)) {
            throw refused("synchronous_commit", synchronousCommit);
        }
    }

    private static void requireOn(Connection connection, String setting) throws SQLException {
        String value = show(connection, setting);
        if (!value.equals("on")) {
            throw refused(setting, value);
        }
    }

    private static PostgresUnavailable refused(String setting, String value) {
        return new PostgresUnavailable(
                Reason.NOT_DURABLE,
                "The database may lose acknowledged payments: " + setting + " is " + value
                        + "; set it to on in PostgreSQL and start again.");
    }

    static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
