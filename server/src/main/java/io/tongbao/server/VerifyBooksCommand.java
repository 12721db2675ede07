package io.tongbao.server;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.ledger.audit.VerifyCommand;
import io.tongbao.ledger.audit.VerifyOptions;
import io.tongbao.postgres.DatabaseAddress;
import io.tongbao.postgres.Databases;
import io.tongbao.postgres.EmbeddedPostgres;
import io.tongbao.postgres.EmbeddedPostgresOptions;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.settings.ServerOptions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./tongbao verify}: checks the whole journal, whether the server runs or not. */
@Command(
        name = "verify",
        description = {
            "Check invariants I1 to I12 over the whole journal, and the exported checkpoints against it.",
            "Exit code 0: all hold; 1: one is broken, its first offending row is named; 2: could not be checked."
        },
        sortOptions = false)
final class VerifyBooksCommand implements Callable<Integer> {

    @Option(names = "--help", usageHelp = true, description = "Print this text.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory. Default: $TONGBAO_DATA or ./.tongbao/data.")
    private @Nullable Path data;

    @Option(names = "--keys", paramLabel = "DIR", description = "Keys directory. Default: the data directory + .keys.")
    private @Nullable Path keys;

    @Option(names = "--db", paramLabel = "URL", description = "An external PostgreSQL, as with run.")
    private @Nullable String db;

    @Option(
            names = "--acknowledged",
            paramLabel = "FILE",
            description = "Ids of transfers that must be there, one a line.")
    private @Nullable Path acknowledged;

    @Option(names = "--json", description = "The last line is one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        Path directory = data != null ? data : Path.of(environment.getOrDefault("TONGBAO_DATA", ".tongbao/data"));
        Path keysDirectory = keys != null ? keys : ServerOptions.keysBeside(directory);
        try {
            if (db != null) {
                return verify(
                        DatabaseAddress.parse(
                                db, environment.get("TONGBAO_DB_USER"), environment.get("TONGBAO_DB_PASSWORD")),
                        keysDirectory);
            }
            EmbeddedPostgresOptions options = EmbeddedPostgresOptions.durable(
                    directory.toAbsolutePath().normalize(),
                    keysDirectory.toAbsolutePath().normalize());
            if (!Files.isDirectory(options.pgdata())) {
                System.err.println("tongbao: there is no database in " + directory + "; name it with --data DIR.");
                return VerifyCommand.NOT_CHECKED;
            }
            Optional<DatabaseAddress> running = EmbeddedPostgres.runningIn(options);
            if (running.isPresent()) {
                return verify(running.get(), keysDirectory);
            }
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options)) {
                return verify(postgres.address(), keysDirectory);
            }
        } catch (PostgresUnavailable | IllegalArgumentException e) {
            System.err.println("tongbao: " + e.getMessage());
            return VerifyCommand.NOT_CHECKED;
        }
    }

    private int verify(DatabaseAddress address, Path keysDirectory) {
        VerifyOptions options = VerifyOptions.JOURNAL_ALONE;
        Path checkpoints = keysDirectory.resolve("checkpoints");
        if (Files.isDirectory(checkpoints)) {
            options = options.withCheckpoints(checkpoints, null);
        }
        if (acknowledged != null) {
            options = options.withAcknowledged(acknowledged);
        }
        try (HikariDataSource pool = Databases.pool(address, "tongbao-verify", 2)) {
            PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
            PrintWriter progress = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
            return VerifyCommand.run(pool, options, json, out, progress);
        }
    }
}
