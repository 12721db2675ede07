package io.tongbao.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.postgres.PostgresUnavailable.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MigrationsTest {

    private static final List<SchemaModule> BOTH =
            List.of(new SchemaModule("sampleone"), new SchemaModule("sampletwo"));

    private final HikariDataSource database = SharedServer.freshDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givesEachModuleItsOwnSchemaAndHistory() throws SQLException {
        Migrations.migrate(database, BOTH);
        Migrations.migrate(database, BOTH);
        assertThat(number("SELECT count(*) FROM sampleone.item")).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM sampletwo.item")).isZero();
        assertThat(number("SELECT count(*) FROM sampleone.flyway_schema_history WHERE version IS NOT NULL"))
                .isEqualTo(2);
    }

    @Test
    void refusesASchemaThatANewerTongbaoWrote() throws SQLException {
        Migrations.migrate(database, BOTH);
        execute("UPDATE sampletwo.flyway_schema_history SET version = '7' WHERE version = '1'");
        execute("INSERT INTO sampletwo.flyway_schema_history (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success)"
                + " SELECT 9, '1', description, type, script, checksum, installed_by, 1, true"
                + " FROM sampletwo.flyway_schema_history WHERE version = '7'");
        execute("COMMENT ON SCHEMA sampletwo IS 'migrations of the newer one'");
        assertRefused("schema sampletwo is at version 7, which this Tongbao does not know: wrong schema version");
    }

    @Test
    void refusesAMigrationThatWasEditedAfterwards() throws SQLException {
        Migrations.migrate(database, BOTH);
        execute("UPDATE sampleone.flyway_schema_history SET checksum = 1 WHERE version = '2'");
        execute("COMMENT ON SCHEMA sampleone IS 'migrations of the one before the edit'");
        assertRefused("wrong schema version");
    }

    @Test
    void looksAtTheHistoryOnlyWhenTheMarkIsOfOtherMigrations() throws SQLException {
        Migrations.migrate(database, BOTH);
        execute("ALTER TABLE sampleone.flyway_schema_history RENAME TO hidden");
        Migrations.migrate(database, BOTH);
        execute("COMMENT ON SCHEMA sampleone IS NULL");
        assertThatThrownBy(() -> Migrations.migrate(database, BOTH)).isInstanceOf(PostgresUnavailable.class);
    }

    private void assertRefused(String words) {
        assertThatThrownBy(() -> Migrations.migrate(database, BOTH))
                .asInstanceOf(type(PostgresUnavailable.class))
                .satisfies(refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.WRONG_SCHEMA_VERSION);
                    assertThat(refused.getMessage()).contains(words).doesNotContain("\n");
                });
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
