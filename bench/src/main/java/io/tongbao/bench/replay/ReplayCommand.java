package io.tongbao.bench.replay;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.cli.JsonLine;
import io.tongbao.bench.cli.ProgressBar;
import io.tongbao.bench.desk.UseCases;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.payment.PolicyPack;
import io.tongbao.postgres.Migrations;
import io.tongbao.postgres.SchemaModule;
import io.tongbao.server.DatabaseOptions;
import io.tongbao.server.StartedDatabase;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay FILE}: a mobile-money log through the use cases, and a check that no money appeared or vanished. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a mobile-money log (CSV, plain or gzip) through the product's use cases in a sandbox database.",
            "A row is applied once for ever: a second run applies nothing; a run that was killed is resumed by the next.",
            "Columns by name: step, action, amount, nameOrig, oldBalanceOrig, nameDest; oldBalanceDest if there."
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final Currency CURRENCY = Currency.CNY;
    private static final int NOT_CONSERVED = 1;

    @Parameters(paramLabel = "FILE", description = "the log, .csv or .csv.gz")
    private @Nullable Path path;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--limit", paramLabel = "N", description = "Stop after N rows.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--json", description = "The last line is one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, SQLException {
        if (path == null || limit < 1) {
            throw new CommandFailed("--limit must be at least 1");
        }
        InstantSource clock = InstantSource.system();
        ServerOptions options = options(System.getenv());
        try (ProgressBar progress = ProgressBar.onStandardError("Reading")) {
            long startedNanos = System.nanoTime();
            LogFile log = LogFile.identify(path, progress);
            // A log without the right columns is told before a database is started.
            LogRows.open(log, CURRENCY.scale()).close();
            long readNanos = System.nanoTime() - startedNanos;
            progress.step("Starting");
            progress.at(0, 0, "");
            try (StartedDatabase started = StartedDatabase.open(options, clock, Ids.secure(clock))) {
                Migrations.migrate(started.dataSource(), List.of(new SchemaModule("bench")));
                try (UseCases useCases = UseCases.open(
                        started.dataSource(),
                        options.keysDirectory(),
                        PolicyPack.REPLAY,
                        ReplayRun.ledgerOptions(),
                        clock)) {
                    return replay(started.dataSource(), useCases, log, readNanos, progress);
                }
            }
        }
    }

    private int replay(DataSource database, UseCases useCases, LogFile log, long readNanos, ProgressBar progress)
            throws SQLException {
        ReplayedFile file = ReplayedFile.claim(database, log.sha256());
        Replay replay = new Replay(database, useCases, file, CURRENCY);
        progress.step("Replaying");
        long startedNanos = System.nanoTime();
        Tally tally = replay.run(log, limit, progress);
        double seconds = (readNanos + System.nanoTime() - startedNanos) / 1e9;
        progress.step("Checking");
        ConservationCheck.Result check = replay.check(log, progress);
        progress.clear();
        report(log, tally, seconds, check);
        return check.conserved() ? 0 : NOT_CONSERVED;
    }

    private void report(LogFile log, Tally tally, double seconds, ConservationCheck.Result check) {
        PrintStream out = System.out;
        long rows = tally.applied() + tally.refused() + tally.duplicates();
        out.printf(
                Locale.ROOT,
                "%s: %,d rows in %.1f s (%,.0f rows/s): %,d applied, %,d refused, %,d duplicates%n",
                log.path().getFileName(),
                rows,
                seconds,
                rows / seconds,
                tally.applied(),
                tally.refused(),
                tally.duplicates());
        for (Map.Entry<String, Long> refusal : tally.refusedByCode().entrySet()) {
            out.printf(Locale.ROOT, "  refused %s: %,d%n", refusal.getKey(), refusal.getValue());
        }
        if (rows > 0 && tally.duplicates() == rows) {
            out.println("Every row was there from an earlier run of the same log; nothing was applied.");
        }
        if (check.conserved()) {
            out.printf(
                    Locale.ROOT,
                    "Conserved: opening + in − out equals the balance of all %,d customers.%n",
                    check.customers());
        } else {
            out.printf(
                    Locale.ROOT,
                    "NOT conserved: %,d of %,d balances differ, the first is account %d; %,d answers contradict the journal.%n",
                    check.wrong(),
                    check.customers(),
                    check.firstWrongAccount(),
                    check.contradictions());
        }
        if (json) {
            out.println(new JsonLine()
                    .put("file_sha256", log.sha256())
                    .put("rows", rows)
                    .put("applied", tally.applied())
                    .put("refused", tally.refused())
                    .put("refused_by_code", tally.refusedByCode())
                    .put("duplicates", tally.duplicates())
                    .put("seconds", seconds, 3)
                    .put("rows_per_s", rows / seconds, 0)
                    .put("customers", check.customers())
                    .put("conserved", check.conserved()));
        }
        out.flush();
    }

    private ServerOptions options(Map<String, String> environment) {
        try {
            ServerOptions sandbox = ServerOptions.sandbox(database.dataDirectory(environment), 0);
            return new ServerOptions(
                    sandbox.mode(),
                    sandbox.bind(),
                    sandbox.port(),
                    sandbox.dataDirectory(),
                    database.keysDirectory(environment),
                    database.external(environment),
                    sandbox.poolConnections());
        } catch (IllegalArgumentException | StartRefused e) {
            throw new CommandFailed(String.valueOf(e.getMessage()), e);
        }
    }
}
