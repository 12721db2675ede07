package io.tongbao.server.settings;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * What the database says about itself.
 *
 * @param mode for ever
 * @param createdAt when the first server started on it
 * @param id names this installation, for instance in exported checkpoints
 */
public record Installation(Mode mode, Instant createdAt, UUID id) {

    /**
     * Reads the row, or writes it when the database is new.
     *
     * @throws StartRefused when the database was created in another mode
     */
    public static Installation claim(DataSource database, Mode wanted, InstantSource clock, Ids ids)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO server.installation (mode, created_at, installation_id)"
                            + " VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
                insert.setString(1, wanted.word());
                insert.setObject(2, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
                insert.setObject(3, ids.next());
                insert.executeUpdate();
            }
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT mode, created_at, installation_id FROM server.installation");
                    ResultSet row = query.executeQuery()) {
                row.next();
                Installation found = new Installation(
                        Mode.ofWord(row.getString(1)),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getObject(3, UUID.class));
                if (found.mode != wanted) {
                    throw new StartRefused("This database was created in " + found.mode.word()
                            + " mode and can never run in " + wanted.word() + " mode; start with --mode "
                            + found.mode.word() + " or choose another --data DIR.");
                }
                return found;
            }
        }
    }
}
