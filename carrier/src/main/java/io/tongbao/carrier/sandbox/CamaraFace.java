package io.tongbao.carrier.sandbox;

import com.sun.net.httpserver.HttpExchange;
import io.tongbao.carrier.json.Json;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Script;
import io.tongbao.partner.sandbox.Trick;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sandbox carrier over HTTP: token endpoint, CAMARA's two APIs, and the extensions under {@code /boss/v1}; with all tricks. */
final class CamaraFace implements AutoCloseable {

    private static final Duration NEVER = Duration.ofMinutes(2);

    private final HttpFace http;
    private final Script script;
    private final InstantSource clock;
    private final Map<String, String> clients;
    private final Duration tokenLife;
    private final CamaraRoutes routes;
    private final CamaraEvents events;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    CamaraFace(SandboxCarrier.Options options, CarrierBooks books, Script script) throws IOException {
        this.script = script;
        this.clock = options.clock();
        this.clients = options.clients();
        this.tokenLife = options.tokenLife();
        this.events = new CamaraEvents(options.sinkGateway(), clock, stopping);
        this.routes = new CamaraRoutes(books, options.currency(), events);
        this.http = new HttpFace(options.camaraPort(), this::handle);
    }

    int port() {
        return http.port();
    }

    /** All tokens handed out are good for nothing from now on. */
    void forgetTokens() {
        tokens.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = HttpFace.body(exchange);
        String correlator = exchange.getRequestHeaders().getFirst("x-correlator");
        if (correlator != null) {
            exchange.getResponseHeaders().set("x-correlator", correlator);
        }
        if (path.equals("/oauth2/token")) {
            answer(exchange, token(exchange, body));
            return;
        }
        if (!authorised(exchange)) {
            answer(exchange, CamaraAnswer.error(401, "UNAUTHENTICATED"));
            return;
        }
        CamaraRoutes.Request request = new CamaraRoutes.Request(
                exchange.getRequestMethod(),
                path,
                query(exchange.getRequestURI().getRawQuery()),
                body);
        String operation = CamaraRoutes.operation(request.method(), path);
        play(exchange, request, script.draw(operation));
    }

    private void play(HttpExchange exchange, CamaraRoutes.Request request, Trick trick) throws IOException {
        switch (trick.mischief()) {
            case NONE -> tell(exchange, routes.handle(request, false), 1);
            case TWICE -> tell(exchange, routes.handle(request, false), 2);
            case WRONG_TOTALS -> tell(exchange, routes.handle(request, true), 1);
            case SLOW, LATE -> {
                CamaraAnswer answer = routes.handle(request, false);
                pause(Duration.ofMillis(trick.millis()));
                tell(exchange, answer, 1);
            }
            case DECLINE ->
                answer(
                        exchange,
                        CamaraAnswer.error(
                                trick.argument().isEmpty() ? "CARRIER_BILLING.PAYMENT_DENIED" : trick.argument()));
            case CLOSED -> answer(exchange, CamaraAnswer.error("BOSS.CLOSED"));
            case TIMEOUT_BEFORE, DROP_BEFORE -> leave(exchange, trick.mischief() == Mischief.TIMEOUT_BEFORE);
            case TIMEOUT_AFTER, DROP_AFTER -> {
                CamaraAnswer answer = routes.handle(request, false);
                events.send(answer.event(), 1);
                leave(exchange, trick.mischief() == Mischief.TIMEOUT_AFTER);
            }
            case ERROR_AFTER -> {
                routes.handle(request, false);
                answer(exchange, CamaraAnswer.error(500, "INTERNAL"));
            }
            case WRONG_SEAL -> {
                // Nothing is sealed here but the connection; what comes is nobody's answer.
                routes.handle(request, false);
                HttpFace.answer(exchange, 201, "application/json", "{\"paymentId\":".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void leave(HttpExchange exchange, boolean silently) {
        if (silently) {
            pause(NEVER);
        }
        exchange.close();
    }

    private void tell(HttpExchange exchange, CamaraAnswer answer, int times) throws IOException {
        answer(exchange, answer);
        events.send(answer.event(), times);
    }

    private void pause(Duration wait) {
        try {
            boolean _ = stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, CamaraAnswer answer) throws IOException {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        HttpFace.answer(exchange, answer.status(), answer.type(), answer.body());
    }

    private CamaraAnswer token(HttpExchange exchange, byte[] body) {
        String form = new String(body, StandardCharsets.UTF_8);
        if (!credentials(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return CamaraAnswer.json(401, Json.object().put("error", "invalid_client"));
        }
        if (!"client_credentials".equals(query(form).get("grant_type"))) {
            return CamaraAnswer.json(400, Json.object().put("error", "unsupported_grant_type"));
        }
        byte[] secret = new byte[24];
        random.nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        tokens.put(token, clock.instant().plus(tokenLife));
        return CamaraAnswer.json(
                200,
                Json.object()
                        .put("access_token", token)
                        .put("token_type", "Bearer")
                        .put("expires_in", tokenLife.toSeconds()));
    }

    private boolean credentials(@Nullable String header) {
        if (header == null || !header.startsWith("Basic ")) {
            return false;
        }
        String[] pair =
                new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8).split(":", 2);
        return pair.length == 2 && decode(pair[1]).equals(clients.get(decode(pair[0])));
    }

    private boolean authorised(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null || !header.startsWith("Bearer ")) {
            return false;
        }
        Instant until = tokens.get(header.substring(7));
        return until != null && clock.instant().isBefore(until);
    }

    static Map<String, String> query(@Nullable String raw) {
        Map<String, String> values = new ConcurrentHashMap<>();
        if (raw != null) {
            for (String part : raw.split("&")) {
                String[] pair = part.split("=", 2);
                values.put(decode(pair[0]), pair.length == 2 ? decode(pair[1]) : "");
            }
        }
        return values;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        stopping.countDown();
        http.close();
        events.close();
    }
}
