package io.tongbao.server;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.postgres.DatabaseAddress;
import io.tongbao.postgres.Databases;
import io.tongbao.postgres.EmbeddedPostgres;
import io.tongbao.postgres.EmbeddedPostgresOptions;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that work on an installation's database, whether its server runs or not. */
final class OperatorDatabase {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory. Default: $TONGBAO_DATA or ./.tongbao/data.")
    private @Nullable Path data;

    @Option(names = "--keys", paramLabel = "DIR", description = "Keys directory. Default: the data directory + .keys.")
    private @Nullable Path keys;

    @Option(names = "--db", paramLabel = "URL", description = "An external PostgreSQL, as with run.")
    private @Nullable String db;

    Path keysDirectory() {
        return (keys != null ? keys : ServerOptions.keysBeside(dataDirectory()))
                .toAbsolutePath()
                .normalize();
    }

    private Path dataDirectory() {
        return (data != null ? data : Path.of(System.getenv().getOrDefault("TONGBAO_DATA", ".tongbao/data")))
                .toAbsolutePath()
                .normalize();
    }

    /**
     * Does the work on the running database, or on the embedded one started for it.
     *
     * @throws PostgresUnavailable when it cannot be reached or started
     * @throws StartRefused when there is none
     */
    <T> T use(Function<DataSource, T> work) {
        if (db != null) {
            Map<String, String> environment = System.getenv();
            return use(
                    DatabaseAddress.parse(
                            db, environment.get("TONGBAO_DB_USER"), environment.get("TONGBAO_DB_PASSWORD")),
                    work);
        }
        EmbeddedPostgresOptions options = EmbeddedPostgresOptions.durable(dataDirectory(), keysDirectory());
        if (!Files.isDirectory(options.pgdata())) {
            throw new StartRefused("There is no database in " + dataDirectory() + "; name it with --data DIR.");
        }
        Optional<DatabaseAddress> running = EmbeddedPostgres.runningIn(options);
        if (running.isPresent()) {
            return use(running.get(), work);
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options)) {
            return use(postgres.address(), work);
        }
    }

    private static <T> T use(DatabaseAddress address, Function<DataSource, T> work) {
        try (HikariDataSource pool = Databases.pool(address, "tongbao-command", 2)) {
            return work.apply(pool);
        }
    }
}
