package io.tongbao.bench.process;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.http.HttpConnection;
import io.tongbao.bench.http.RequestBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code ./tongbao run} as a child process on loopback, with the options that the launcher gives it. */
public final class ServerProcess implements AutoCloseable {

    /** The heap that every measurement is made with. */
    public static final int HEAP_MB = 512;

    private static final String MAIN = "io.tongbao.server.Main";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int LAST_LINES = 12;

    private final Process process;
    private final int port;
    private final Path log;
    private final long startedNanos;

    private ServerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.startedNanos = System.nanoTime();
    }

    /**
     * Starts it and does not wait.
     *
     * @param log its output is appended here
     * @param arguments of {@code run}, without the port
     */
    public static ServerProcess start(int port, Path log, List<String> arguments) throws IOException {
        return start(port, log, arguments, Map.of());
    }

    /**
     * The same with more environment.
     *
     * @param environment what must not stand on a command line, such as a password
     */
    public static ServerProcess start(int port, Path log, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MB + "m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:aot*=off",
                "-Xlog:cds*=off",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=UTC"));
        String root = System.getProperty("tongbao.root");
        if (root != null) {
            command.add("-Dtongbao.root=" + root);
            Path cache = Path.of(root, ".tongbao", "start.aot");
            if (Files.isReadable(cache)) {
                command.add("-XX:AOTCache=" + cache);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "run", "--port", "" + port));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), port, log);
    }

    /** A port that is free now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** When it was started, by {@link System#nanoTime}. */
    public long startedNanos() {
        return startedNanos;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Waits until it says that it is ready.
     *
     * @throws CommandFailed with its last words when it ended or did not get ready in time
     */
    public void awaitReady(Duration limit) {
        long giveUpNanos = System.nanoTime() + limit.toNanos();
        byte[] request = RequestBytes.of("GET", address().resolve("/health/ready"), Map.of(), new byte[0]);
        try (HttpConnection connection = new HttpConnection(port, 2_000)) {
            while (System.nanoTime() < giveUpNanos) {
                requireAlive();
                try {
                    if (connection.exchange(request).ok()) {
                        return;
                    }
                } catch (IOException e) {
                    // Not yet.
                    LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
                    continue;
                }
                LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
            }
        }
        throw new CommandFailed("the server was not ready within " + limit.toSeconds() + " s: " + lastWords());
    }

    /**
     * @throws CommandFailed with its last words when it has ended
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new CommandFailed("the server ended with exit code " + process.exitValue() + ": " + lastWords());
        }
    }

    /** The end of its log, on one line. */
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "its log " + log + " cannot be read";
        }
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** A clean stop, SIGKILL if it takes too long. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitEnd()) {
            kill();
        }
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
