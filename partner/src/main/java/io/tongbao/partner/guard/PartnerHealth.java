package io.tongbao.partner.guard;

import io.tongbao.partner.PartnerId;
import java.util.List;
import java.util.Map;

/**
 * How a partner does, since this process started.
 *
 * @param breaker {@code closed}, {@code open} or {@code half_open}
 * @param outcomes calls by what came of them: {@code done}, {@code declined}, {@code not_sent}, {@code pending}, {@code unknown}
 * @param latencies calls answered within each of {@link #BOUNDS_MS}, the last beyond them all; not cumulated
 */
public record PartnerHealth(
        PartnerId partner,
        boolean on,
        int weight,
        boolean ready,
        String breaker,
        int inFlight,
        int maxInFlight,
        Map<String, Long> outcomes,
        List<Long> latencies) {

    /** Upper bounds of the latency buckets, milliseconds. */
    public static final List<Long> BOUNDS_MS = List.of(5L, 20L, 50L, 100L, 250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L);

    public PartnerHealth {
        outcomes = Map.copyOf(outcomes);
        latencies = List.copyOf(latencies);
    }
}
