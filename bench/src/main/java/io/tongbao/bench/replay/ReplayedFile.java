package io.tongbao.bench.replay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import javax.sql.DataSource;

/**
 * A log as the database remembers it.
 *
 * @param id small number of the log in this database
 * @param sha256 hexadecimal, of its decompressed bytes
 * @param rowsDone every row up to this one was answered by an earlier run
 */
record ReplayedFile(int id, String sha256, long rowsDone) {

    /** Finds the log, or remembers it from now on. */
    static ReplayedFile claim(DataSource database, String sha256) throws SQLException {
        try (Connection connection = database.getConnection()) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO bench.replayed_file (sha256) VALUES (?) ON CONFLICT DO NOTHING")) {
                insert.setString(1, sha256);
                insert.executeUpdate();
            }
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT id, rows_done FROM bench.replayed_file WHERE sha256 = ?")) {
                select.setString(1, sha256);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return new ReplayedFile(row.getInt(1), sha256, row.getLong(2));
                }
            }
        }
    }

    /** Says that every row up to {@code row} has been answered. */
    void done(DataSource database, long row) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE bench.replayed_file SET rows_done = ? WHERE id = ? AND rows_done < ?")) {
            update.setLong(1, row);
            update.setInt(2, id);
            update.setLong(3, row);
            update.executeUpdate();
        }
    }

    /** The caller under which the log's rows are idempotent: all of the hash, in 43 characters. */
    String caller() {
        return "replay:"
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(HexFormat.of().parseHex(sha256));
    }

    /** The idempotency key of a row; text order is row order. */
    static String key(long row) {
        return String.format("%015d", row);
    }
}
