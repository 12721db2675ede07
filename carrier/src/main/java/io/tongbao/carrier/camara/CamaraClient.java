package io.tongbao.carrier.camara;

import io.tongbao.carrier.json.Json;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.NotSent;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.PartnerAnswer.Unknown;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * HTTP with a client's token (OAuth 2.0 client credentials, RFC 6749 §4.4): fetched when needed, kept until shortly before its end, renewed
 * once when the carrier answers 401. Thread-safe.
 */
final class CamaraClient implements AutoCloseable {

    /** Larger answers are not read. Pages of payments have their own bound. */
    static final int MOST_BYTES = 64 << 10;

    private static final Duration SPARE = Duration.ofSeconds(30);

    /** What came of a call. */
    sealed interface Reply {}

    record Answer(int status, byte[] body) implements Reply {}

    /** No answer: {@link NotSent} or {@link Unknown}. */
    record Silence(PartnerAnswer why) implements Reply {}

    private record Token(String value, Instant goodUntil) {}

    private final CamaraSettings settings;
    private final InstantSource clock;
    private final HttpClient http;
    private final ReentrantLock renewal = new ReentrantLock();
    private volatile @Nullable Token token;
    private volatile boolean reachable = true;

    CamaraClient(CamaraSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.profile().timeout())
                .build();
    }

    /** Whether the last call reached the carrier. */
    boolean reachable() {
        return reachable;
    }

    /** Calls that belong together and share one time-out, the profile's. */
    Conversation begin() {
        return new Conversation(System.nanoTime() + settings.profile().timeout().toNanos());
    }

    /** One instruction's calls. */
    final class Conversation {
        private final long deadline;

        private Conversation(long deadline) {
            this.deadline = deadline;
        }

        Reply get(String path, String correlator, int mostBytes) {
            return call("GET", path, null, correlator, mostBytes, deadline);
        }

        Reply post(String path, @Nullable JsonNode body, String correlator) {
            return call("POST", path, body, correlator, MOST_BYTES, deadline);
        }
    }

    private Reply call(
            String method, String path, @Nullable JsonNode body, String correlator, int mostBytes, long deadline) {
        Reply first = once(method, path, body, correlator, mostBytes, deadline);
        if (first instanceof Answer answer && answer.status() == 401) {
            // Refused before it was looked at, so it may be said again.
            token = null;
            Reply second = once(method, path, body, correlator, mostBytes, deadline);
            return second instanceof Answer again && again.status() == 401
                    ? new Silence(new NotSent(Outage.NOT_CONNECTED))
                    : second;
        }
        return first;
    }

    private Reply once(
            String method, String path, @Nullable JsonNode body, String correlator, int mostBytes, long deadline) {
        String bearer = bearer(deadline);
        if (bearer == null) {
            return new Silence(new NotSent(Outage.NOT_CONNECTED));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.root() + path))
                .header("Authorization", "Bearer " + bearer)
                .header("Accept", "application/json")
                .header("x-correlator", correlator);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, BodyPublishers.ofByteArray(Json.write(body)));
        }
        return send(request, mostBytes, deadline);
    }

    private Reply send(HttpRequest.Builder builder, int mostBytes, long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return new Silence(new NotSent(Outage.NOT_CONNECTED));
        }
        // The request's own timeout ends with the headers; the future's holds for the body too.
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(
                builder.timeout(Duration.ofNanos(left)).build(),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), mostBytes));
        try {
            HttpResponse<byte[]> response = sent.get(left, TimeUnit.NANOSECONDS);
            reachable = true;
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            return new Silence(new Unknown(Doubt.TIMED_OUT));
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            return new Silence(new Unknown(Doubt.TIMED_OUT));
        } catch (ExecutionException e) {
            return new Silence(failed(e.getCause()));
        }
    }

    private PartnerAnswer failed(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _ -> unreachable();
            case ConnectException _ -> unreachable();
            case UnresolvedAddressException _ -> unreachable();
            case HttpTimeoutException _ -> new Unknown(Doubt.TIMED_OUT);
            case IOException _ -> new Unknown(Doubt.CONNECTION_LOST);
            case null, default -> new Unknown(Doubt.UNREADABLE);
        };
    }

    private PartnerAnswer unreachable() {
        reachable = false;
        return new NotSent(Outage.NOT_CONNECTED);
    }

    /** A token that is good now; null when none could be had in time. */
    private @Nullable String bearer(long deadline) {
        Token known = token;
        if (known != null && clock.instant().isBefore(known.goodUntil())) {
            return known.value();
        }
        try {
            if (!renewal.tryLock(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        try {
            Token meanwhile = token;
            if (meanwhile != null && clock.instant().isBefore(meanwhile.goodUntil())) {
                return meanwhile.value();
            }
            Token fresh = fetch(deadline);
            token = fresh;
            return fresh == null ? null : fresh.value();
        } finally {
            renewal.unlock();
        }
    }

    private @Nullable Token fetch(long deadline) {
        String credentials = encode(settings.clientId()) + ":" + encode(settings.clientSecret());
        String form = "grant_type=client_credentials"
                + (settings.scope().isEmpty() ? "" : "&scope=" + encode(settings.scope()));
        Reply reply = send(
                HttpRequest.newBuilder(settings.tokenUrl())
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString(form)),
                MOST_BYTES,
                deadline);
        if (!(reply instanceof Answer(int status, byte[] body)) || status != 200) {
            return null;
        }
        try {
            JsonNode read = Json.read(body);
            String value = Json.require(read, 8192, "access_token");
            long seconds =
                    read.path("expires_in").isNumber() ? read.path("expires_in").longValue() : 60;
            Duration life = Duration.ofSeconds(Math.clamp(seconds, 0, 86_400));
            Duration spare = life.compareTo(SPARE.multipliedBy(2)) > 0 ? SPARE : life.dividedBy(4);
            return new Token(value, clock.instant().plus(life).minus(spare));
        } catch (Json.Unreadable e) {
            return null;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
