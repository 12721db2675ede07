package io.tongbao.merchant.webhook;

import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.outbox.Event;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Makes one attempt: signed by Standard Webhooks, 15 seconds at most, no redirects, the answer's body hardly read. */
final class WebhookClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int MAX_ANSWER_BYTES = 16 * 1024;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final TargetGuard targets;
    private final InstantSource clock;

    WebhookClient(TargetGuard targets, InstantSource clock) {
        this.targets = targets;
        this.clock = clock;
    }

    AttemptResult send(ClaimedDelivery delivery) throws InterruptedException {
        URI uri;
        try {
            uri = targets.accept(delivery.url());
        } catch (Refused e) {
            return failed(0, "the address is not allowed");
        }
        String objection = targets.check(uri);
        if (!objection.isEmpty()) {
            return failed(0, objection);
        }
        try {
            HttpResponse<InputStream> response =
                    http.send(request(delivery, uri), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                body.skip(MAX_ANSWER_BYTES);
            }
            return judge(response.statusCode(), response.headers());
        } catch (HttpTimeoutException e) {
            return failed(0, "no answer in time");
        } catch (IOException e) {
            // The class alone: a message may quote what the receiver sent.
            return failed(0, "connection failed: " + e.getClass().getSimpleName());
        }
    }

    private HttpRequest request(ClaimedDelivery delivery, URI uri) {
        String id = PublicId.format(Event.PREFIX, delivery.eventId());
        long now = clock.instant().getEpochSecond();
        String signatures = delivery.secret().sign(id, now, delivery.body());
        WebhookSecret old = delivery.oldSecret();
        if (old != null) {
            signatures += ' ' + old.sign(id, now, delivery.body());
        }
        return HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Tongbao-Webhooks/1")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now))
                .header("webhook-signature", signatures)
                .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body()))
                .build();
    }

    private AttemptResult judge(int status, HttpHeaders headers) {
        if (status >= 200 && status < 300) {
            return new AttemptResult.Delivered(status);
        }
        if (status == 410) {
            return new AttemptResult.Gone(status);
        }
        Duration retryAfter = headers.firstValue("Retry-After")
                .map(value -> retryAfter(value, clock.instant()))
                .orElse(Duration.ZERO);
        return new AttemptResult.Failed(status, "answered " + status, retryAfter);
    }

    /** Seconds, or an HTTP date; zero when it is neither or past. */
    static Duration retryAfter(String value, Instant now) {
        String text = value.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Duration until = Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private static AttemptResult failed(int status, String reason) {
        return new AttemptResult.Failed(status, reason, Duration.ZERO);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
