package io.tongbao.testkit;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.postgres.DatabaseAddress;
import io.tongbao.postgres.Databases;
import io.tongbao.postgres.EmbeddedPostgres;
import io.tongbao.postgres.EmbeddedPostgresOptions;
import io.tongbao.postgres.Migrations;
import io.tongbao.postgres.SchemaModule;
import io.tongbao.postgres.WriteSafety;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One real PostgreSQL per test JVM, started when first needed and stopped with the JVM. It runs with {@code fsync=off}: what
 * it holds is thrown away. Tests of durability start an {@link EmbeddedPostgres} of their own.
 */
public final class TestPostgres {

    private static final int MAX_CONNECTIONS = 300;
    private static final int POOL_CONNECTIONS = 24;
    private static final Map<List<String>, String> TEMPLATES = new HashMap<>();
    private static @Nullable EmbeddedPostgres server;
    private static int databases;

    private TestPostgres() {}

    /**
     * A fresh database with the given modules' migrations applied, in that order; a module {@code m} brings
     * {@code classpath:db/m}. The first call for a list of modules migrates a template, later ones copy it.
     */
    public static synchronized TestDatabase database(String... migratedModules) {
        EmbeddedPostgres postgres = server();
        List<String> modules = List.of(migratedModules);
        String template = TEMPLATES.get(modules);
        if (template == null) {
            template = "template_" + (TEMPLATES.size() + 1);
            postgres.createDatabase(template);
            try (HikariDataSource pool = Databases.pool(postgres.address(template), "migrations", 2)) {
                Migrations.migrate(pool, modules.stream().map(SchemaModule::new).toList());
            }
            TEMPLATES.put(modules, template);
        }
        databases++;
        String name = "test_" + databases;
        try (Connection connection = Databases.connect(postgres.address("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create " + name + " from " + template + ": " + e.getMessage(), e);
        }
        DatabaseAddress address = postgres.address(name);
        HikariDataSource pool = Databases.pool(address, name, POOL_CONNECTIONS);
        pool.getHikariConfigMXBean().setMinimumIdle(0);
        pool.getHikariConfigMXBean().setIdleTimeout(10_000);
        return new TestDatabase(address, pool);
    }

    /** The server itself, for tests that need more than a database. */
    public static synchronized EmbeddedPostgres server() {
        EmbeddedPostgres running = server;
        if (running == null) {
            Path directory = temporaryDirectory();
            running = EmbeddedPostgres.start(new EmbeddedPostgresOptions(
                    directory.resolve("data"),
                    directory.resolve("keys"),
                    programs(),
                    128,
                    MAX_CONNECTIONS,
                    WriteSafety.UNSAFE_FOR_TESTS));
            server = running;
            EmbeddedPostgres toStop = running;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                toStop.close();
                delete(directory);
            }));
        }
        return running;
    }

    /** Where tests keep the unpacked programs, shared by all modules: unpacking takes seconds. */
    public static Path programs() {
        String root = System.getProperty("tongbao.root");
        return root == null || root.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "tongbao")
                : Path.of(root, ".tongbao", "test");
    }

    private static Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("tongbao-test-");
            // As root the server runs as somebody else, who has to get in; the keys below stay closed.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A leftover in the temporary directory harms nobody.
            return;
        }
    }
}
