package io.tongbao.bench.http;

import java.util.Arrays;

/** Every measured latency, so that percentiles are exact. Not thread-safe. */
public final class Latencies {

    private long[] nanos = new long[1024];
    private int count;
    private boolean sorted;

    public void add(long latencyNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = latencyNanos;
        sorted = false;
    }

    public int count() {
        return count;
    }

    /**
     * The latency that {@code percent} of all did not exceed, in milliseconds; NaN when there are none.
     *
     * @param percent 0 to 100, exclusive of 0
     */
    public double percentileMs(double percent) {
        if (count == 0) {
            return Double.NaN;
        }
        if (!sorted) {
            Arrays.sort(nanos, 0, count);
            sorted = true;
        }
        int rank = (int) Math.ceil(percent / 100 * count);
        return nanos[Math.max(rank, 1) - 1] / 1e6;
    }
}
