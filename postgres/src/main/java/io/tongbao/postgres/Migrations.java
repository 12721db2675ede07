package io.tongbao.postgres;

import io.tongbao.postgres.PostgresUnavailable.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Brings each module's schema to the version of the code; never back. */
public final class Migrations {

    private static final String MARK = "migrations ";

    private Migrations() {}

    /**
     * Migrates the modules in the given order. Each has its own schema and its own history table in it. Safe when several
     * servers start on one database at once.
     *
     * @throws PostgresUnavailable {@link Reason#WRONG_SCHEMA_VERSION} when the database knows a migration that the code does
     *     not, or knows it with another text; {@link Reason#MIGRATION_FAILED} otherwise
     */
    public static void migrate(DataSource database, List<SchemaModule> modules) {
        Map<String, String> marks = marks(database);
        for (SchemaModule module : modules) {
            String mark = MARK + MigrationDigest.of(module);
            // Flyway takes its time to find that there is nothing to do; the mark says so at once.
            if (!mark.equals(marks.get(module.name()))) {
                migrate(database, module);
                mark(database, module, mark);
            }
        }
    }

    /** What the schemas of this database say they were brought to, by name. */
    private static Map<String, String> marks(DataSource database) {
        Map<String, String> marks = new HashMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace")) {
            while (row.next()) {
                marks.put(row.getString(1), row.getString(2));
            }
            return marks;
        } catch (SQLException e) {
            throw new PostgresUnavailable(
                    Reason.UNREACHABLE, "The database cannot be asked for its schemas: " + e.getMessage(), e);
        }
    }

    private static void mark(DataSource database, SchemaModule module, String mark) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("COMMENT ON SCHEMA " + module.name() + " IS '" + mark + "'");
        } catch (SQLException e) {
            throw new PostgresUnavailable(
                    Reason.MIGRATION_FAILED, "Marking the schema " + module.name() + " failed: " + e.getMessage(), e);
        }
    }

    private static void migrate(DataSource database, SchemaModule module) {
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .schemas(module.name())
                .defaultSchema(module.name())
                .createSchemas(true)
                .locations(module.location())
                .failOnMissingLocations(true)
                // Empty: a migration from the future is an error and not ignored.
                .ignoreMigrationPatterns(new String[0])
                .cleanDisabled(true)
                .load();
        try {
            flyway.migrate();
        } catch (FlywayValidateException e) {
            throw new PostgresUnavailable(Reason.WRONG_SCHEMA_VERSION, explain(flyway, module, e), e);
        } catch (FlywayException e) {
            boolean unreachable = e.getErrorCode() == CoreErrorCode.DB_CONNECTION;
            throw new PostgresUnavailable(
                    unreachable ? Reason.UNREACHABLE : Reason.MIGRATION_FAILED,
                    "Migrating the schema " + module.name() + " failed: " + e.getMessage(),
                    e);
        }
    }

    private static String explain(Flyway flyway, SchemaModule module, FlywayValidateException e) {
        Optional<MigrationInfo> unknown = Arrays.stream(flyway.info().all())
                .filter(info -> info.getState().isApplied() && !info.getState().isResolved())
                .findFirst();
        return unknown.map(
                        info -> "The database's schema " + module.name() + " is at version " + info.getVersion()
                                + ", which this Tongbao does not know: wrong schema version; start the newer Tongbao that wrote it.")
                .orElseGet(() -> "The database's schema " + module.name()
                        + " does not match this Tongbao: wrong schema version: " + e.getMessage());
    }
}
