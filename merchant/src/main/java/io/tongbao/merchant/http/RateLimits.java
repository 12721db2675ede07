package io.tongbao.merchant.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.tongbao.edge.Exchange;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Requests per second by key; a bucket holds two seconds' worth, so a short burst passes. The state is this node's own: with
 * n nodes a key can reach n times its rate. Payee lookups have a second, much smaller bucket against enumeration.
 *
 * <p>Errors: RATE_LIMITED.
 */
public final class RateLimits {

    private static final int MOST_BUCKETS = 100_000;
    private static final int PAYEE_LOOKUPS_PER_MINUTE = 30;

    private final Cache<String, Bucket> byKey =
            Caffeine.newBuilder().maximumSize(MOST_BUCKETS).build();
    private final Cache<String, Bucket> lookups =
            Caffeine.newBuilder().maximumSize(MOST_BUCKETS).build();

    /** Takes one request from the caller's bucket and says so in the headers. */
    void admit(Caller caller, Exchange exchange) {
        int rate = caller.ratePerSecond();
        // The rate is part of the key so that a changed rate counts at once.
        Bucket bucket = byKey.get(caller.keyId() + '/' + rate, key -> bucket(2L * rate, rate, Duration.ofSeconds(1)));
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        exchange.setHeader("RateLimit-Limit", Integer.toString(rate));
        exchange.setHeader("RateLimit-Remaining", Long.toString(probe.getRemainingTokens()));
        exchange.setHeader("RateLimit-Reset", Long.toString(seconds(probe.getNanosToWaitForReset())));
        refuseWhenEmpty(probe, exchange);
    }

    /** Takes one payee lookup. */
    void admitPayeeLookup(Caller caller, Exchange exchange) {
        Bucket bucket = lookups.get(
                caller.keyId(),
                key -> bucket(PAYEE_LOOKUPS_PER_MINUTE, PAYEE_LOOKUPS_PER_MINUTE, Duration.ofMinutes(1)));
        refuseWhenEmpty(bucket.tryConsumeAndReturnRemaining(1), exchange);
    }

    private static void refuseWhenEmpty(ConsumptionProbe probe, Exchange exchange) {
        if (!probe.isConsumed()) {
            exchange.setHeader("Retry-After", Long.toString(Math.max(1, seconds(probe.getNanosToWaitForRefill()))));
            throw new Refused(RequestError.RATE_LIMITED);
        }
    }

    private static Bucket bucket(long capacity, long refill, Duration period) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(refill, period))
                .build();
    }

    private static long seconds(long nanos) {
        return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
    }
}
