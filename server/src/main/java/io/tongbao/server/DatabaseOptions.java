package io.tongbao.server;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.postgres.DatabaseAddress;
import io.tongbao.postgres.Databases;
import io.tongbao.postgres.EmbeddedPostgres;
import io.tongbao.postgres.EmbeddedPostgresOptions;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.settings.Secrets;
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

/** Where a command finds the database and the keys; the same options for every command. */
public final class DatabaseOptions {

    static final String USER = "TONGBAO_DB_USER";
    static final String PASSWORD = "TONGBAO_DB_PASSWORD";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory of the embedded PostgreSQL. Default: $TONGBAO_DATA or ./.tongbao/data.")
    private @Nullable Path data;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Directory of secret keys, outside the data directory. Default: the data directory + .keys.")
    private @Nullable Path keys;

    @Option(
            names = "--db",
            paramLabel = "URL",
            description = "Use this PostgreSQL instead of the embedded one: postgresql://host:port/database; the login"
                    + " comes from TONGBAO_DB_USER and TONGBAO_DB_PASSWORD (or TONGBAO_DB_PASSWORD_FILE).")
    private @Nullable String db;

    @Option(
            names = "--db-password-file",
            paramLabel = "FILE",
            description = "Read the password of --db from this file instead.")
    private @Nullable Path passwordFile;

    public Path dataDirectory(Map<String, String> environment) {
        return data != null ? data : Path.of(environment.getOrDefault("TONGBAO_DATA", ".tongbao/data"));
    }

    public Path keysDirectory(Map<String, String> environment) {
        return keys != null ? keys : ServerOptions.keysBeside(dataDirectory(environment));
    }

    /**
     * The external database, or null for the embedded one.
     *
     * @throws IllegalArgumentException when the URL is none, or carries a password: others can read a command line
     */
    public @Nullable DatabaseAddress external(Map<String, String> environment) {
        if (db == null) {
            return null;
        }
        if (DatabaseAddress.parse(db, null, null).password() != null) {
            throw new IllegalArgumentException("a password on the command line can be read by others; leave it out of"
                    + " --db, and set " + PASSWORD + " or " + PASSWORD + "_FILE, or give --db-password-file");
        }
        String password = passwordFile == null
                ? Secrets.read(environment, PASSWORD)
                : Secrets.ofFile(passwordFile, "--db-password-file");
        return DatabaseAddress.parse(db, environment.get(USER), password);
    }

    /**
     * Opens the database, whether a server runs on it or not.
     *
     * @param pool its name on the connections
     * @throws PostgresUnavailable when it cannot be used
     * @throws IllegalArgumentException a wrong option
     * @throws StartRefused no database there, or a secret that cannot be read
     */
    public <T> T open(Map<String, String> environment, String pool, Function<DataSource, T> work) {
        DatabaseAddress external = external(environment);
        if (external != null) {
            return open(external, pool, work);
        }
        Path directory = dataDirectory(environment);
        EmbeddedPostgresOptions options = EmbeddedPostgresOptions.durable(
                directory.toAbsolutePath().normalize(),
                keysDirectory(environment).toAbsolutePath().normalize());
        if (!Files.isDirectory(options.pgdata())) {
            throw new StartRefused("there is no database in " + directory + "; name it with --data DIR.");
        }
        Optional<DatabaseAddress> running = EmbeddedPostgres.runningIn(options);
        if (running.isPresent()) {
            return open(running.get(), pool, work);
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options)) {
            return open(postgres.address(), pool, work);
        }
    }

    private static <T> T open(DatabaseAddress address, String pool, Function<DataSource, T> work) {
        try (HikariDataSource dataSource = Databases.pool(address, pool, 2)) {
            return work.apply(dataSource);
        }
    }
}
