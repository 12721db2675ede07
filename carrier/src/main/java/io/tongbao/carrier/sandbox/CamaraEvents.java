package io.tongbao.carrier.sandbox;

import io.tongbao.carrier.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends CloudEvents to the sinks that payments named, again and again until they are taken. A sink is https by CAMARA's rule; on one machine a
 * gateway may stand in for it: events then go to its address with the sink's path.
 */
final class CamaraEvents implements AutoCloseable {

    private static final int TRIES = 10;
    private static final Duration GAP = Duration.ofMillis(200);

    private record Sink(URI address, String token) {}

    private final @Nullable URI gateway;
    private final InstantSource clock;
    private final CountDownLatch stopping;
    private final Map<String, Sink> sinks = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    CamaraEvents(@Nullable URI gateway, InstantSource clock, CountDownLatch stopping) {
        this.gateway = gateway;
        this.clock = clock;
        this.stopping = stopping;
    }

    /** Remembers the sink that a request for this payment or refund named, if it did. */
    void remember(String reference, JsonNode request) {
        Json.text(request, "sink").ifPresent(sink -> {
            URI named = URI.create(sink);
            URI address = gateway == null ? named : gateway.resolve(named.getRawPath());
            sinks.put(
                    reference,
                    new Sink(
                            address,
                            Json.text(request, "sinkCredential", "accessToken").orElse("")));
        });
    }

    void send(CamaraAnswer.@Nullable Event event, int times) {
        if (event == null) {
            return;
        }
        Sink sink = sinks.get(event.refundReference() == null ? event.paymentReference() : event.refundReference());
        if (sink == null) {
            return;
        }
        byte[] body = body(event);
        for (int i = 0; i < times; i++) {
            threads.execute(() -> deliver(sink, body));
        }
    }

    private byte[] body(CamaraAnswer.Event event) {
        String now = clock.instant().toString();
        ObjectNode data = Json.object()
                .put("paymentId", event.paymentReference())
                .put("status", "succeeded")
                .put("description", "Sandbox");
        String api = "carrier-billing";
        if (event.refundReference() != null) {
            data.put("refundId", event.refundReference());
            data.put("refundDate", now);
            api = "carrier-billing-refund";
        } else if (event.name().equals("payment-completed")) {
            data.put("paymentDate", now);
        }
        ObjectNode body = Json.object()
                .put("id", "evt-" + sequence.incrementAndGet())
                .put("source", "https://sandbox.carrier.example/" + api)
                .put("type", "org.camaraproject." + api + ".v0." + event.name())
                .put("specversion", "1.0")
                .put("datacontenttype", "application/json")
                .put("time", now);
        body.set("data", data);
        return Json.write(body);
    }

    private void deliver(Sink sink, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(sink.address())
                .timeout(Duration.ofSeconds(5))
                .header("Authorization", "Bearer " + sink.token())
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            for (int i = 0; i < TRIES; i++) {
                if (taken(request) || stopping.await(GAP.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean taken(HttpRequest request) throws InterruptedException {
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status < 500;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        http.shutdownNow();
    }
}
