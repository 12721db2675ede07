package io.tongbao.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One throw-away server for this module's tests; the other modules have {@code TestPostgres}, which builds on this one. */
final class SharedServer {

    private static @Nullable EmbeddedPostgres server;
    private static int databases;

    private SharedServer() {}

    static synchronized EmbeddedPostgres get() {
        EmbeddedPostgres running = server;
        if (running == null) {
            Path directory = temporaryDirectory();
            running = EmbeddedPostgres.start(options(directory).withSafety(WriteSafety.UNSAFE_FOR_TESTS));
            server = running;
            EmbeddedPostgres toStop = running;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                toStop.close();
                try {
                    PostgresProgram.deleteTree(directory);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        return running;
    }

    static synchronized HikariDataSource freshDatabase() {
        databases++;
        String name = "db" + databases;
        get().createDatabase(name);
        return Databases.pool(get().address(name), name, 4);
    }

    static EmbeddedPostgresOptions options(Path directory) {
        return EmbeddedPostgresOptions.durable(directory.resolve("data"), directory.resolve("keys"))
                .withProgramParent(programs())
                .withSharedBuffersMb(32)
                .withMaxConnections(40);
    }

    static Path programs() {
        String root = System.getProperty("tongbao.root");
        return root == null
                ? Path.of(System.getProperty("user.home"), ".cache", "tongbao")
                : Path.of(root, ".tongbao", "test");
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("tongbao-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
