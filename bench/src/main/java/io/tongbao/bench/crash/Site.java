package io.tongbao.bench.crash;

import io.tongbao.bench.desk.Market;
import io.tongbao.bench.desk.MarketSeed;
import io.tongbao.bench.desk.UseCases;
import io.tongbao.bench.process.PostgresProcess;
import io.tongbao.bench.process.ServerProcess;
import io.tongbao.kernel.Ids;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.payment.PolicyPack;
import io.tongbao.postgres.Databases;
import io.tongbao.postgres.EmbeddedPostgres;
import io.tongbao.server.StartedDatabase;
import io.tongbao.server.settings.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One installation with one or two server processes: the first runs the embedded PostgreSQL, the second uses it as an
 * external database.
 */
final class Site implements AutoCloseable {

    static final Duration START_LIMIT = Duration.ofMinutes(4);

    private final Path directory;
    private final ServerOptions options;
    private final PostgresProcess postgres;
    private final int firstPort;
    private final int secondPort;
    private @Nullable ServerProcess first;
    private @Nullable ServerProcess second;
    private int secondsDatabasePort;

    Site(Path directory) throws IOException {
        this.directory = directory;
        this.options = ServerOptions.sandbox(directory.resolve("data"), 0);
        this.postgres = new PostgresProcess(options.dataDirectory(), options.keysDirectory());
        this.firstPort = ServerProcess.freePort();
        this.secondPort = ServerProcess.freePort();
    }

    /** Makes the payers, in this process, before any server runs. */
    Market plant(int payers, InstantSource clock) throws IOException, SQLException {
        try (StartedDatabase database = StartedDatabase.open(options, clock, Ids.secure(clock));
                UseCases useCases = UseCases.open(
                        database.dataSource(),
                        options.keysDirectory(),
                        PolicyPack.BENCH,
                        LedgerOptions.defaults("seed"),
                        clock)) {
            return new MarketSeed(database.dataSource(), useCases).plant(payers, true);
        }
    }

    PostgresProcess postgres() {
        return postgres;
    }

    /** Starts the first server and does not wait. */
    ServerProcess startFirst() throws IOException {
        ServerProcess started = ServerProcess.start(
                firstPort,
                directory.resolve("first.log"),
                List.of("--data", options.dataDirectory().toString()));
        first = started;
        return started;
    }

    /** Starts the second server, on the database as it is now, and does not wait. */
    ServerProcess startSecond() throws IOException {
        secondsDatabasePort = postgres.port();
        String login = Files.readString(options.keysDirectory().resolve("postgres.password"), StandardCharsets.UTF_8)
                .strip();
        ServerProcess started = ServerProcess.start(
                secondPort,
                directory.resolve("second.log"),
                List.of(
                        "--db",
                        postgres.url(),
                        "--keys",
                        options.keysDirectory().toString(),
                        "--data",
                        directory.resolve("unused").toString()),
                Map.of("TONGBAO_DB_USER", EmbeddedPostgres.USER, "TONGBAO_DB_PASSWORD", login));
        second = started;
        return started;
    }

    @Nullable
    ServerProcess first() {
        return first;
    }

    @Nullable
    ServerProcess second() {
        return second;
    }

    /** Whether the second server's database has moved to another port meanwhile. */
    boolean secondIsStranded() throws IOException {
        return second != null && secondsDatabasePort != postgres.port();
    }

    /** Where requests can be sent to. */
    List<URI> addresses() {
        List<URI> all = new ArrayList<>();
        if (first != null) {
            all.add(first.address());
        }
        if (second != null) {
            all.add(second.address());
        }
        return all;
    }

    /** Commits are answered before they are on the disk from now on: what the control round must catch. */
    void loosenCommits() throws IOException, SQLException {
        try (Connection connection = Databases.connect(postgres.address());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET synchronous_commit = off");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    void stopSecond() {
        if (second != null) {
            second.close();
            second = null;
        }
    }

    @Override
    public void close() {
        stopSecond();
        if (first != null) {
            first.close();
        }
    }
}
