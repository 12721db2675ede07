package io.tongbao.bench.ledger;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Reads a counter over a stretch of time. */
final class Rate {

    private Rate() {}

    /** Counts a second, after the warm-up, over {@code seconds}. */
    static double measure(LongAdder counter, int warmupSeconds, int seconds) {
        pause(warmupSeconds);
        long before = counter.sum();
        long startNanos = System.nanoTime();
        pause(seconds);
        long counted = counter.sum() - before;
        return counted * 1e9 / (System.nanoTime() - startNanos);
    }

    private static void pause(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
