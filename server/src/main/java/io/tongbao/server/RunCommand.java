package io.tongbao.server;

import io.tongbao.kernel.Mode;
import io.tongbao.postgres.DatabaseAddress;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tongbao run}: starts the server and waits for Ctrl-C. */
@Command(name = "run", description = "Start the server; Ctrl-C stops it cleanly.", sortOptions = false)
final class RunCommand implements Callable<Integer> {

    private static final int REFUSED = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Print this text.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /** Lets the build start everything once, so that Java can keep what it learnt about the classes. */
    @Option(names = "--stop-when-started", hidden = true)
    private boolean stopWhenStarted;

    @Option(
            names = "--mode",
            paramLabel = "sandbox|production",
            description = "What the database is for; stored when it is created, never changed. Default: sandbox.")
    private Mode mode = Mode.SANDBOX;

    @Option(names = "--port", paramLabel = "N", description = "HTTP port, 0 for any free one. Default: 8080.")
    private int port = ServerOptions.DEFAULT_PORT;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on. Default: 127.0.0.1.")
    private String bind = ServerOptions.LOOPBACK;

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
            description =
                    "Use this PostgreSQL instead of the embedded one: postgresql://user:password@host:port/database;"
                            + " user and password also from TONGBAO_DB_USER and TONGBAO_DB_PASSWORD.")
    private @Nullable String db;

    @Override
    public Integer call() {
        PrintStream out = System.out;
        long began = System.nanoTime();
        ServerOptions options = options(System.getenv());
        TongbaoServer server;
        try {
            server = TongbaoServer.start(options);
        } catch (StartRefused | PostgresUnavailable e) {
            System.err.println("tongbao: " + e.getMessage());
            return REFUSED;
        }
        if (stopWhenStarted) {
            server.close();
            return 0;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            out.println("Stopping …");
                            server.close();
                            out.println("Stopped.");
                            out.flush();
                            stopped.countDown();
                            // Asked to stop and stopped: that is success, not death by a signal.
                            Runtime.getRuntime().halt(0);
                        },
                        "stop"));
        out.printf(
                "Tongbao runs in %s mode at %s (started in %.1f s). Ctrl-C stops it.%n",
                options.mode().word(), server.address(), (System.nanoTime() - began) / 1e9);
        server.notices().forEach(out::println);
        out.flush();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    ServerOptions options(Map<String, String> environment) {
        Path directory = data != null ? data : Path.of(environment.getOrDefault("TONGBAO_DATA", ".tongbao/data"));
        try {
            DatabaseAddress address = db == null
                    ? null
                    : DatabaseAddress.parse(
                            db, environment.get("TONGBAO_DB_USER"), environment.get("TONGBAO_DB_PASSWORD"));
            return new ServerOptions(
                    mode,
                    bind,
                    port,
                    directory,
                    keys != null ? keys : ServerOptions.keysBeside(directory),
                    address,
                    ServerOptions.DEFAULT_POOL_CONNECTIONS);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }
}
