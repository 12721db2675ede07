package io.tongbao.bench.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.ledger.LedgerOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench ledger}: four measurements on fresh databases of one server, and their ratios. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Measures group commit against naive transactions and plain COPY.")
public final class LedgerBench implements Callable<Integer> {

    @Option(names = "--seconds", defaultValue = "8", description = "length of each measurement, 1 to 600 (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "4", description = "seconds before each measurement (${DEFAULT-VALUE})")
    private int warmupSeconds;

    @Option(names = "--accounts", defaultValue = "100000", description = "accounts, at least 1000 (${DEFAULT-VALUE})")
    private int accounts;

    @Option(names = "--lanes", defaultValue = "0", description = "lanes of the node; 0 for the product's default")
    private int lanes;

    @Option(names = "--batch", defaultValue = "0", description = "most postings in a commit; 0 for the product's default")
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
            double naive = run(server, "naive", new NaiveTransfers(accounts));
            double grouped = run(server, "grouped", new GroupedTransfers(accounts, 0, options));
            double hot = run(server, "hot", new GroupedTransfers(accounts, 90, options));
            double copy = run(server, "copy", new CopyTransfers(accounts));
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
            return 0;
        }
    }

    private double run(BenchServer server, String name, Measurement measurement) throws SQLException {
        if (!only.isEmpty() && !only.equals(name)) {
            return Double.NaN;
        }
        System.err.printf(
                Locale.ROOT, "%-8s %d accounts, %d s warm-up, %d s … ", name, accounts, warmupSeconds, seconds);
        try (HikariDataSource pool = server.freshLedger(accounts, NaiveTransfers.CONNECTIONS + 2)) {
            double rate = measurement.perSecond(pool, warmupSeconds, seconds);
            System.err.printf(Locale.ROOT, "%,10.0f a second%n", rate);
            return rate;
        }
    }
}
