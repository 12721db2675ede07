package io.tongbao.web.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.tongbao.edge.Exchange;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests by address. Pages and browsers' APIs take each request from a bucket. The API for providers takes only what was
 * refused for want of authentication: a provider behind one address is limited by its key, a stranger by the address. An IPv6
 * network of 64 bits counts as one address. Loopback is not limited: that is this machine, or a proxy on it that does not say
 * for whom it speaks. The state is this node's own.
 *
 * <p>Errors: RATE_LIMITED.
 */
public final class AddressLimits {

    /** A person's browser, with room for several people behind one address. */
    public static final int REQUESTS_PER_SECOND = 30;

    /** Requests without valid authentication in a minute. */
    public static final int STRANGERS_PER_MINUTE = 300;

    private static final int MOST_ADDRESSES = 100_000;
    private static final int IPV6_NETWORK_GROUPS = 4;

    private final Cache<String, Bucket> requests =
            Caffeine.newBuilder().maximumSize(MOST_ADDRESSES).build();
    private final Cache<String, Bucket> strangers = Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterAccess(Duration.ofMinutes(5))
            .build();

    /** Takes one request of a browser. */
    public void admit(Exchange exchange) {
        if (isLoopback(exchange.remoteAddress())) {
            return;
        }
        Bucket bucket = requests.get(
                key(exchange.remoteAddress()),
                address -> bucket(4L * REQUESTS_PER_SECOND, REQUESTS_PER_SECOND, Duration.ofSeconds(1)));
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            exchange.setHeader("Retry-After", Long.toString(seconds(probe.getNanosToWaitForRefill())));
            throw new Refused(RequestError.RATE_LIMITED);
        }
    }

    /** Seconds a stranger's address has to wait; 0 when it may go on. Costs next to nothing while nobody misbehaves. */
    public long strangerWaitsS(String remoteAddress) {
        @Nullable Bucket bucket = strangers.getIfPresent(key(remoteAddress));
        if (bucket == null || bucket.getAvailableTokens() > 0) {
            return 0;
        }
        return seconds(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }

    /** A request of this address was refused for want of authentication. */
    public void strangerRefused(String remoteAddress) {
        if (isLoopback(remoteAddress)) {
            return;
        }
        strangers
                .get(
                        key(remoteAddress),
                        address -> bucket(STRANGERS_PER_MINUTE, STRANGERS_PER_MINUTE, Duration.ofMinutes(1)))
                .tryConsume(1);
    }

    private static boolean isLoopback(String remoteAddress) {
        return remoteAddress.startsWith("127.")
                || remoteAddress.equals("::1")
                || remoteAddress.equals("0:0:0:0:0:0:0:1");
    }

    /** One bucket for an IPv4 address or an IPv6 network. */
    static String key(String remoteAddress) {
        if (remoteAddress.indexOf(':') < 0) {
            return remoteAddress;
        }
        String[] groups = remoteAddress.toLowerCase(Locale.ROOT).split(":", -1);
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < Math.min(IPV6_NETWORK_GROUPS, groups.length); i++) {
            network.append(groups[i]).append(':');
        }
        return network.toString();
    }

    private static Bucket bucket(long capacity, long refill, Duration period) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(refill, period))
                .build();
    }

    private static long seconds(long nanos) {
        return Math.max(1, (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1));
    }
}
