package io.tongbao.bench.payments;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.cli.ProgressBar;
import io.tongbao.bench.http.Latencies;
import io.tongbao.bench.http.LoadLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Measurements over one set of connections, each after a warm-up of its own kind: the server's compiler must have seen the
 * path before it counts. Requests are signed before each clock starts.
 */
final class PaymentLoad implements AutoCloseable {

    /** Requests that may be kept ready, by the memory there is; a request takes about a kilobyte. */
    private static final int MOST_REQUESTS =
            (int) Math.min(2_000_000, Runtime.getRuntime().maxMemory() / 2 / 1200);

    private static final double FIRST_GUESS_PER_SECOND = 5_000;
    private static final double SURPLUS = 1.4;
    private static final int LEAST_WARMUP_PARTS = 4;
    private static final int MOST_WARMUP_PARTS = 36;

    /** Share of the time that the compiler may still work when the clock starts. */
    private static final double QUIET = 0.2;

    private final LoadLoop loop;
    private final SignedRequests requests;
    private final int payers;
    private final DoubleSupplier compiledMs;
    private final ProgressBar progress;
    private final Latencies latencies = new Latencies();
    private long next;
    private long errors;
    private String firstFailure = "";

    /**
     * @param compiledMs milliseconds that the server's compiler has worked so far
     */
    PaymentLoad(
            int port,
            int connections,
            SignedRequests requests,
            int payers,
            DoubleSupplier compiledMs,
            ProgressBar progress)
            throws IOException {
        this.loop = new LoadLoop(port, connections);
        this.requests = requests;
        this.payers = payers;
        this.compiledMs = compiledMs;
        this.progress = progress;
    }

    /** Payments a second, as fast as they go. */
    double oneStepPeak(int warmupSeconds, int seconds) throws IOException {
        return peak(false, warmupSeconds, seconds);
    }

    /** Pairs of create and confirm a second. */
    double twoStepPeak(int warmupSeconds, int seconds) throws IOException {
        return peak(true, warmupSeconds, seconds);
    }

    private double peak(boolean twoStep, int warmupSeconds, int seconds) throws IOException {
        String name = twoStep ? "Two steps" : "One step";
        double rate = FIRST_GUESS_PER_SECOND;
        // At least that long, then on until the server's compiler has fallen quiet: what is to be measured is a server
        // at
        // work, not its first minute. What the last part reaches says how many requests the measurement needs.
        double partSeconds = Math.max(1, warmupSeconds / (double) LEAST_WARMUP_PARTS);
        int parts = 0;
        boolean warming = warmupSeconds > 0;
        while (warming && parts < MOST_WARMUP_PARTS) {
            double before = compiledMs.getAsDouble();
            rate = closed(name + ", warming up", twoStep, rate, partSeconds).perSecond();
            parts++;
            boolean quiet = compiledMs.getAsDouble() - before < QUIET * partSeconds * 1000;
            warming = parts < LEAST_WARMUP_PARTS || !quiet;
        }
        return closed(name, twoStep, rate, seconds).perSecond();
    }

    private LoadLoop.Result closed(String step, boolean twoStep, double expectedPerSecond, double length)
            throws IOException {
        progress.step(step);
        progress.at(0, 0, "");
        int most = twoStep ? MOST_REQUESTS / 2 : MOST_REQUESTS;
        int count = (int) Math.min(most, Math.ceil(expectedPerSecond * length * SURPLUS) + 1_000);
        PreparedTasks tasks = prepare(twoStep, count);
        Duration time = Duration.ofNanos((long) (length * 1e9));
        loop.watch(elapsedNanos -> progress.at(elapsedNanos, time.toNanos(), ""));
        return counted(loop.closedLoop(tasks, time));
    }

    /** Latencies at a fixed rate of one-step payments, open loop. */
    void oneStepAt(double perSecond, int warmupSeconds, int seconds) throws IOException {
        if (perSecond <= 0) {
            throw new CommandFailed("not a single payment was answered: " + errors + " errors");
        }
        progress.step(String.format("One step at %.0f/s", perSecond));
        progress.at(0, 0, "");
        if (warmupSeconds > 0) {
            open(perSecond, warmupSeconds, new Latencies());
        }
        open(perSecond, seconds, latencies);
    }

    private void open(double perSecond, int length, Latencies into) throws IOException {
        int count = (int) Math.min(MOST_REQUESTS, Math.ceil(perSecond * length));
        Duration time = Duration.ofSeconds(length);
        PreparedTasks tasks = prepare(false, count);
        loop.watch(elapsedNanos -> progress.at(elapsedNanos, time.toNanos(), ""));
        counted(loop.openLoop(tasks, time, perSecond, into));
    }

    private PreparedTasks prepare(boolean twoStep, int count) {
        long from = next;
        next += count;
        PreparedTasks tasks = twoStep
                ? PreparedTasks.twoStep(requests, from, count, payers)
                : PreparedTasks.oneStep(requests, from, count, payers);
        // The garbage of signing is ours, not the server's: it is not to be collected while the clock runs.
        System.gc();
        return tasks;
    }

    private LoadLoop.Result counted(LoadLoop.Result result) {
        if (firstFailure.isEmpty()) {
            firstFailure = result.firstFailure();
        }
        errors += result.failed();
        return result;
    }

    /** Of the measured part of {@link #oneStepAt}. */
    Latencies latencies() {
        return latencies;
    }

    /** Answers that were not 2xx, in all runs. */
    long errors() {
        return errors;
    }

    /** Status and body of the first of them; empty when there is none. */
    String firstFailure() {
        return firstFailure;
    }

    @Override
    public void close() {
        loop.close();
    }
}
