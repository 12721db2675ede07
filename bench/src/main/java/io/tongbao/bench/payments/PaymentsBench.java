package io.tongbao.bench.payments;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.cli.JsonLine;
import io.tongbao.bench.cli.ProgressBar;
import io.tongbao.bench.desk.Market;
import io.tongbao.bench.desk.MarketSeed;
import io.tongbao.bench.desk.UseCases;
import io.tongbao.bench.ledger.NaiveBaseline;
import io.tongbao.bench.process.ServerProcess;
import io.tongbao.bench.process.TemporaryDirectory;
import io.tongbao.kernel.Ids;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.payment.PolicyPack;
import io.tongbao.server.StartedDatabase;
import io.tongbao.server.settings.ServerOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bench payments}: signed wallet payments over HTTP against a server process as shipped, its embedded PostgreSQL and
 * this load generator on the same machine, next to naive transfers in SQL on the same machine.
 */
@Command(
        name = "payments",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures signed payments over HTTP, durable before the answer, against naive transfers in SQL.")
public final class PaymentsBench implements Callable<Integer> {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    @Option(names = "--seconds", description = "Length of each measurement, 1 to 120. Default: ${DEFAULT-VALUE}.")
    private int seconds = 10;

    @Option(
            names = "--warmup",
            description =
                    "Least seconds before each measurement, 0 to 120; up to nine times that while the server's compiler"
                            + " is still at work. Default: ${DEFAULT-VALUE}.")
    private int warmupSeconds = 10;

    @Option(names = "--payers", description = "Payers, 10 to 200000. Default: ${DEFAULT-VALUE}.")
    private int payers = 10_000;

    @Option(names = "--connections", description = "HTTP connections, 1 to 2000. Default: ${DEFAULT-VALUE}.")
    private int connections = 256;

    @Option(names = "--keep-log", paramLabel = "FILE", description = "Copy the server's log there.")
    private String keepLog = "";

    @Option(names = "--json", description = "The last line is one JSON object.")
    private boolean json;

    private final PrintStream out = System.out;

    /** Figures over HTTP. */
    private record Figures(
            double oneStepPerSecond,
            double twoStepPerSecond,
            double p50Ms,
            double p99Ms,
            double halfPeakPerSecond,
            double heapMb,
            long errors) {}

    @Override
    public Integer call() throws IOException, SQLException {
        if (seconds < 1
                || seconds > 120
                || warmupSeconds < 0
                || warmupSeconds > 120
                || payers < 10
                || payers > 200_000
                || connections < 1
                || connections > 2_000) {
            throw new CommandFailed(
                    "--seconds 1 to 120, --warmup 0 to 120, --payers 10 to 200000, --connections 1 to 2000");
        }
        try (ProgressBar progress = ProgressBar.onStandardError("Naive transfers in SQL")) {
            progress.at(0, 0, "");
            double naive = NaiveBaseline.perSecond(Math.min(4, warmupSeconds), seconds);
            Figures figures;
            try (TemporaryDirectory directory = TemporaryDirectory.create("tongbao-bench")) {
                figures = overHttp(directory.path(), progress);
            }
            progress.clear();
            report(figures, naive);
            return figures.errors() == 0 ? 0 : 1;
        }
    }

    private Figures overHttp(Path directory, ProgressBar progress) throws IOException, SQLException {
        InstantSource clock = InstantSource.system();
        ServerOptions options = ServerOptions.sandbox(directory.resolve("data"), 0);
        progress.step("Making " + payers + " payers");
        progress.at(0, 0, "");
        Market market;
        try (StartedDatabase database = StartedDatabase.open(options, clock, Ids.secure(clock));
                UseCases useCases = UseCases.open(
                        database.dataSource(),
                        options.keysDirectory(),
                        PolicyPack.BENCH,
                        LedgerOptions.defaults("seed"),
                        clock)) {
            market = new MarketSeed(database.dataSource(), useCases).plant(payers, true);
        }
        progress.step("Starting the server");
        progress.at(0, 0, "");
        Path log = directory.resolve("server.log");
        try (ServerProcess server = ServerProcess.start(
                ServerProcess.freePort(),
                log,
                List.of("--data", options.dataDirectory().toString()))) {
            server.awaitReady(START_LIMIT);
            SignedRequests requests = new SignedRequests(market, server.address(), clock, "b");
            try (ServerWatch watch = new ServerWatch(server.address());
                    PaymentLoad load = new PaymentLoad(
                            server.port(), connections, requests, payers, watch::compiledMs, progress)) {
                double oneStep = load.oneStepPeak(warmupSeconds, seconds);
                double twoStep = load.twoStepPeak(warmupSeconds, seconds);
                double half = oneStep / 2;
                load.oneStepAt(half, Math.min(2, warmupSeconds), seconds);
                server.requireAlive();
                if (load.errors() > 0) {
                    progress.clear();
                    System.err.println("The first answer that was not 2xx: " + load.firstFailure());
                }
                return new Figures(
                        oneStep,
                        twoStep,
                        load.latencies().percentileMs(50),
                        load.latencies().percentileMs(99),
                        half,
                        watch.mostMb(),
                        load.errors());
            }
        } finally {
            if (!keepLog.isEmpty() && Files.exists(log)) {
                Files.writeString(Path.of(keepLog), Files.readString(log));
            }
        }
    }

    private void report(Figures f, double naive) {
        out.printf(
                Locale.ROOT,
                "One step (agreement, hmac-sha256):  %,8.0f payments/s, %.2f × naive%n"
                        + "Two steps (create, confirm; Ed25519): %,6.0f payments/s, %.2f × naive%n"
                        + "At half of the peak, %,.0f/s:  p50 %.1f ms, p99 %.1f ms%n"
                        + "Naive transfers in SQL: %,.0f/s. Server heap at most %.0f MiB. Errors: %d%n",
                f.oneStepPerSecond(),
                f.oneStepPerSecond() / naive,
                f.twoStepPerSecond(),
                f.twoStepPerSecond() / naive,
                f.halfPeakPerSecond(),
                f.p50Ms(),
                f.p99Ms(),
                naive,
                f.heapMb(),
                f.errors());
        if (json) {
            out.println(new JsonLine()
                    .put("one_step_per_s", f.oneStepPerSecond(), 0)
                    .put("two_step_per_s", f.twoStepPerSecond(), 0)
                    .put("p50_ms", f.p50Ms(), 2)
                    .put("p99_ms", f.p99Ms(), 2)
                    .put("half_peak_per_s", f.halfPeakPerSecond(), 0)
                    .put("naive_tps", naive, 0)
                    .put("ratio_one_step", f.oneStepPerSecond() / naive, 2)
                    .put("ratio_two_step", f.twoStepPerSecond() / naive, 2)
                    .put("heap_mb", f.heapMb(), 0)
                    .put("payers", payers)
                    .put("errors", f.errors()));
        }
        out.flush();
    }
}
