package io.tongbao.bench.ledger;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Reads a counter over a stretch of time. */
final class Rate {

    private Rate() {}

    /** Counts a second, after the warm-up, over {@code measureMs}. */
    static double measure(LongAdder counter, long warmupMs, long measureMs) {
        pause(warmupMs);
        long before = counter.sum();
        long startNanos = System.nanoTime();
        pause(measureMs);
        long counted = counter.sum() - before;
        return counted * 1e9 / (System.nanoTime() - startNanos);
    }

    private static void pause(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
