package io.tongbao.server;

import io.tongbao.kernel.Mode;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.settings.SandboxCertificate;
import io.tongbao.server.settings.Secrets;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.server.settings.Tls;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            names = "--partners",
            paramLabel = "DIR",
            description = "Settings of banks and carriers, a .properties file for each (docs/guide/add-a-bank.md)."
                    + " Default: none; in a sandbox two banks and a carrier of its own.")
    private @Nullable Path partners;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--tls",
            description =
                    "Sandbox: answer over TLS with a certificate of our own, made in the keys directory (tls.crt).")
    private boolean tls;

    @Option(
            names = "--tls-keystore",
            paramLabel = "FILE",
            description = "Answer over TLS with the key and chain of this PKCS#12 file; its password comes from"
                    + " TONGBAO_TLS_PASSWORD or the file that TONGBAO_TLS_PASSWORD_FILE names.")
    private @Nullable Path tlsKeyStore;

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
        try {
            ServerOptions options = new ServerOptions(
                            mode,
                            bind,
                            port,
                            database.dataDirectory(environment),
                            database.keysDirectory(environment),
                            database.external(environment),
                            ServerOptions.DEFAULT_POOL_CONNECTIONS)
                    .withPartners(partners);
            return withTls(options, environment);
        } catch (IllegalArgumentException | StartRefused e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }

    private ServerOptions withTls(ServerOptions options, Map<String, String> environment) {
        if (tlsKeyStore != null) {
            String password = Secrets.read(environment, "TONGBAO_TLS_PASSWORD");
            if (password == null) {
                throw new StartRefused(
                        "--tls-keystore needs its password in TONGBAO_TLS_PASSWORD or" + " TONGBAO_TLS_PASSWORD_FILE.");
            }
            return options.withTls(new Tls(tlsKeyStore, password));
        }
        if (!tls) {
            return options;
        }
        if (mode == Mode.PRODUCTION) {
            throw new StartRefused(
                    "--tls makes a certificate that nobody trusts, for a sandbox; in production name yours"
                            + " with --tls-keystore FILE.");
        }
        return options.withTls(SandboxCertificate.in(options.keysDirectory(), InstantSource.system()));
    }
}
