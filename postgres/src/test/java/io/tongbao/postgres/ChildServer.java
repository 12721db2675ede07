package io.tongbao.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A Tongbao process that only holds the embedded server; tests start it to kill it. */
final class ChildServer {

    private ChildServer() {}

    /** Starts the server of {@code args[0]}, writes one row, tells the server's pid through a file, then waits for ever. */
    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        Path directory = Path.of(args[0]);
        EmbeddedPostgres server = EmbeddedPostgres.start(SharedServer.options(directory));
        try (Connection connection = Databases.connect(server.address());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kept (n int)");
            statement.execute("INSERT INTO kept VALUES (1)");
        }
        Path told = directory.resolve("told");
        Path fresh = directory.resolve("told.new");
        Files.writeString(fresh, Long.toString(server.pid()), StandardCharsets.US_ASCII);
        Files.move(fresh, told, StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }

    /** A running child whose server is up. */
    record Running(Process process, long postgresPid) implements AutoCloseable {

        static Running start(Path directory) throws IOException, InterruptedException {
            Files.deleteIfExists(directory.resolve("told"));
            String classPath =
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-Dtongbao.root=" + System.getProperty("tongbao.root", ""),
                            "-cp",
                            classPath,
                            ChildServer.class.getName(),
                            directory.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("child.log").toFile())
                    .start();
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (!Files.exists(directory.resolve("told"))) {
                if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                    process.destroyForcibly();
                    throw new IOException(
                            "the child did not start: " + Files.readString(directory.resolve("child.log")));
                }
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000L);
            }
            return new Running(process, Long.parseLong(Files.readString(directory.resolve("told"))));
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
