package io.tongbao.bench.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.ledger.LedgerOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench ledger}: four measurements on fresh databases of one server, and their ratios. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Measures group commit against naive transactions and plain COPY.")
public final class LedgerBench implements Callable<Integer> {

    private static final int ROUNDS = 3;
    private static final long LATER_WARMUP_MS = 1_500;

    @Option(
            names = "--seconds",
            defaultValue = "8",
            description = "seconds of each measurement, in three rounds, 1 to 600 (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "4", description = "seconds before each measurement (${DEFAULT-VALUE})")
    private int warmupSeconds;

    @Option(names = "--accounts", defaultValue = "100000", description = "accounts, at least 1000 (${DEFAULT-VALUE})")
    private int accounts;

    @Option(names = "--lanes", defaultValue = "0", description = "lanes of the node; 0 for the product's default")
    private int lanes;

    @Option(
            names = "--batch",
            defaultValue = "0",
            description = "most postings in a commit; 0 for the product's default")
    private int batch;

    @Option(names = "--only", defaultValue = "", description = "one of naive, grouped, hot, copy")
    private String only = "";

    @Option(names = "--json", description = "the last line is one JSON object")
    private boolean json;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, SQLException {
        if (seconds < 1 || seconds > 600 || warmupSeconds < 0 || warmupSeconds > 600 || accounts < 1_000) {
            System.err.println("bench ledger: --seconds 1 to 600, --warmup 0 to 600, --accounts at least 1000");
            return 2;
        }
        LedgerOptions options = LedgerOptions.defaults("bench");
        options = lanes > 0 ? options.withLanes(lanes) : options;
        options = batch > 0 ? options.withMaxBatch(batch) : options;
        try (BenchServer server = BenchServer.start()) {
            List<Series> all = List.of(
                    new Series("naive", new NaiveTransfers(accounts)),
                    new Series("grouped", new GroupedTransfers(accounts, 0, options)),
                    new Series("hot", new GroupedTransfers(accounts, 90, options)),
                    new Series("copy", new CopyTransfers(accounts)));
            for (int round = 0; round < ROUNDS; round++) {
                for (Series series : all) {
                    series.run(server, round);
                }
            }
            all.forEach(Series::close);
            report(
                    all.get(0).median(),
                    all.get(1).median(),
                    all.get(2).median(),
                    all.get(3).median());
            return 0;
        }
    }

    private void report(double naive, double grouped, double hot, double copy) {
        out.printf(
                Locale.ROOT,
                "one transaction per transfer %,.0f/s; grouped %,.0f/s; grouped, 90 %% to one account %,.0f/s;"
                        + " COPY alone %,.0f/s%n",
                naive,
                grouped,
                hot,
                copy);
        if (json) {
            out.println(String.format(
                    Locale.ROOT,
                    "{\"naive_tps\":%.0f,\"grouped_tps\":%.0f,\"grouped_hot_tps\":%.0f,\"copy_rows_per_s\":%.0f,"
                            + "\"ratio_vs_naive\":%.2f,\"hot_over_uniform\":%.2f,\"ratio_vs_copy\":%.3f,"
                            + "\"hot_vs_copy\":%.3f}",
                    naive,
                    grouped,
                    hot,
                    copy,
                    grouped / naive,
                    hot / grouped,
                    grouped / copy,
                    hot / copy));
        }
    }

    /** One kind of writing on a ledger of its own, measured in turn with the others, so that a drifting machine hits all. */
    private final class Series {

        private final String name;
        private final Measurement measurement;
        private final List<Double> rates = new ArrayList<>();
        private @Nullable HikariDataSource pool;

        Series(String name, Measurement measurement) {
            this.name = name;
            this.measurement = measurement;
        }

        void run(BenchServer server, int round) throws SQLException {
            if (!only.isEmpty() && !only.equals(name)) {
                return;
            }
            if (pool == null) {
                pool = server.freshLedger(accounts, NaiveTransfers.CONNECTIONS + 2);
            }
            long warmupMs = round == 0 ? warmupSeconds * 1_000L : LATER_WARMUP_MS;
            System.err.printf(Locale.ROOT, "round %d of %d  %-8s … ", round + 1, ROUNDS, name);
            double rate = measurement.perSecond(pool, warmupMs, seconds * 1_000L / ROUNDS);
            System.err.printf(Locale.ROOT, "%,10.0f a second%n", rate);
            rates.add(rate);
        }

        double median() {
            return rates.stream().sorted().skip(rates.size() / 2).findFirst().orElse(Double.NaN);
        }

        void close() {
            if (pool != null) {
                pool.close();
            }
        }
    }
}
