package io.tongbao.bench.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.kernel.Currency;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.postgres.Databases;
import io.tongbao.postgres.EmbeddedPostgres;
import io.tongbao.postgres.EmbeddedPostgresOptions;
import io.tongbao.postgres.Migrations;
import io.tongbao.postgres.SchemaModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A durable PostgreSQL of the bench's own, in a directory that goes with it; a fresh database for each measurement. */
final class BenchServer implements AutoCloseable {

    private final Path directory;
    private final EmbeddedPostgres server;
    private int databases;

    private BenchServer(Path directory, EmbeddedPostgres server) {
        this.directory = directory;
        this.server = server;
    }

    static BenchServer start() throws IOException {
        Path directory = Files.createTempDirectory("tongbao-bench");
        return new BenchServer(
                directory,
                EmbeddedPostgres.start(
                        EmbeddedPostgresOptions.durable(directory.resolve("data"), directory.resolve("keys"))));
    }

    /** An empty ledger with accounts 1 to {@code accounts}, vacuumed and checkpointed, and a pool on it. */
    HikariDataSource freshLedger(int accounts, int connections) throws SQLException {
        String name = "bench" + ++databases;
        server.createDatabase(name);
        HikariDataSource pool = Databases.pool(server.address(name), "tongbao-bench", connections);
        Migrations.migrate(pool, List.of(new SchemaModule("ledger")));
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            List<AccountSpec> specs = new ArrayList<>(accounts);
            for (int id = 1; id <= accounts; id++) {
                specs.add(new AccountSpec(
                        id, Currency.CNY.ledger(), ChartOfAccounts.CUSTOMER_WALLET.code(), Set.<AccountFlag>of()));
            }
            AccountStore.open(connection, specs);
            statement.execute("VACUUM ANALYZE ledger.account");
            statement.execute("CHECKPOINT");
        }
        return pool;
    }

    @Override
    public void close() {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the bench's directory could not be removed: " + directory, e);
        }
    }
}
