package io.tongbao.pki;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks outside authorities over plain HTTP, bounded in size and in time as a whole; answers are kept for a while, failures
 * for a shorter one, so an authority that is down costs one wait now and then. The addresses come from certificates whose
 * chain was validated before: an authority we trust wrote them.
 */
public final class StatusFetch implements AutoCloseable {

    private static final long MOST_CACHED_OCTETS = 64L * 1024 * 1024;

    private final InstantSource clock;
    private final Bounds bounds;
    private final HttpClient client;
    private final Cache<String, Fetched> cache = Caffeine.newBuilder()
            .maximumWeight(MOST_CACHED_OCTETS)
            .weigher((String key, Fetched value) -> 200 + (value.body() == null ? 0 : value.body().length))
            .build();

    /**
     * @param wholeTime for one question, from connecting to the last octet
     * @param mostOctets of one answer
     * @param keep how long an answer is used again
     * @param keepFailure how long a failure is
     */
    public record Bounds(Duration wholeTime, int mostOctets, Duration keep, Duration keepFailure) {

        /** 5 s, 8 MB; an hour, half a minute. */
        public static final Bounds DEFAULT =
                new Bounds(Duration.ofSeconds(5), 8 * 1024 * 1024, Duration.ofHours(1), Duration.ofSeconds(30));
    }

    private record Fetched(byte @Nullable [] body, Instant until) {}

    public StatusFetch(InstantSource clock, Bounds bounds) {
        this.clock = clock;
        this.bounds = bounds;
        this.client = HttpClient.newBuilder()
                .connectTimeout(bounds.wholeTime())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** The body; empty when it cannot be had. */
    Optional<byte[]> get(URI address) {
        return cached("GET " + address, address, null);
    }

    /** The answer to a body; empty when it cannot be had. */
    Optional<byte[]> post(URI address, byte[] body, String contentType) {
        String key = "POST " + address + " " + HexFormat.of().formatHex(Bc.sha256(body));
        return cached(
                key,
                address,
                HttpRequest.newBuilder(address)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build());
    }

    /** Forgets everything, so the next question is really asked. */
    void forget() {
        cache.invalidateAll();
    }

    private Optional<byte[]> cached(String key, URI address, @Nullable HttpRequest request) {
        String scheme = address.getScheme();
        if (scheme == null || !(scheme.equals("http") || scheme.equals("https")) || address.getHost() == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Fetched found = cache.getIfPresent(key);
        if (found == null || !now.isBefore(found.until())) {
            String down = "DOWN " + address;
            Fetched failed = cache.getIfPresent(down);
            if (failed != null && now.isBefore(failed.until())) {
                return Optional.empty();
            }
            byte[] body =
                    fetch(request == null ? HttpRequest.newBuilder(address).build() : request);
            found = new Fetched(body, now.plus(body == null ? bounds.keepFailure() : bounds.keep()));
            cache.put(body == null ? down : key, found);
        }
        return Optional.ofNullable(found.body());
    }

    private byte @Nullable [] fetch(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bounds.mostOctets()));
        try {
            HttpResponse<byte[]> response = answer.get(bounds.wholeTime().toMillis(), TimeUnit.MILLISECONDS);
            return response.statusCode() == 200 ? response.body() : null;
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            return null;
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
