package io.tongbao.bench.attack;

import java.util.Arrays;

/** Response times of one kind of request. */
record Times(double medianMs, double spreadMs, int count) {

    /** Nothing was measured. */
    static final Times NONE = new Times(Double.NaN, Double.NaN, 0);

    /** What two medians may differ by whatever was measured: a scheduler's tick is no secret. */
    private static final double ALWAYS_NOISE_MS = 0.5;

    /** Standard errors that are still chance; and 1.2533 × 1.4826, which makes one of the median absolute deviation. */
    private static final double ERRORS = 4;

    private static final double ERROR_OF_DEVIATION = 1.858;

    static Times of(double[] millis) {
        double median = median(millis);
        double[] deviations =
                Arrays.stream(millis).map(ms -> Math.abs(ms - median)).toArray();
        return new Times(median, median(deviations), millis.length);
    }

    /** Whether nobody could tell the two apart by their medians. */
    boolean isLike(Times other) {
        if (count == 0 || other.count == 0) {
            return true;
        }
        double error = Math.hypot(error(), other.error());
        return Math.abs(medianMs - other.medianMs) <= ALWAYS_NOISE_MS + ERRORS * error;
    }

    private double error() {
        return ERROR_OF_DEVIATION * spreadMs / Math.sqrt(count);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
