package io.tongbao.bench.bank;

import io.tongbao.bench.http.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** One kind of call, made over and over by as many callers as the window holds. */
final class CallLoad {

    /**
     * What was measured.
     *
     * @param latenciesNanos of the calls that went well
     */
    record Measured(long done, long errors, double perSecond, List<Long> latenciesNanos) {

        Measured and(Measured other) {
            List<Long> all = new ArrayList<>(latenciesNanos);
            all.addAll(other.latenciesNanos);
            return new Measured(done + other.done, errors + other.errors, (perSecond + other.perSecond) / 2, all);
        }

        double percentileMs(double percent) {
            Latencies latencies = new Latencies();
            latenciesNanos.forEach(latencies::add);
            return latencies.percentileMs(percent);
        }
    }

    private record Part(long errors, List<Long> latenciesNanos) {}

    private CallLoad() {}

    /** @param call whether it went well; called from {@code callers} virtual threads */
    static Measured run(int callers, long millis, BooleanSupplier call) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + millis * 1_000_000L;
        long done = 0;
        long errors = 0;
        List<Long> latencies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Part>> parts = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                parts.add(threads.submit(() -> one(end, call)));
            }
            for (Future<Part> part : parts) {
                Part ended = part.get();
                errors += ended.errors();
                done += ended.latenciesNanos().size();
                latencies.addAll(ended.latenciesNanos());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measured(done, errors, done / seconds, latencies);
    }

    private static Part one(long end, BooleanSupplier call) {
        long errors = 0;
        List<Long> latencies = new ArrayList<>();
        long before = System.nanoTime();
        while (before < end) {
            boolean fine = call.getAsBoolean();
            long after = System.nanoTime();
            if (fine) {
                latencies.add(after - before);
            } else {
                errors++;
            }
            before = after;
        }
        return new Part(errors, latencies);
    }
}
