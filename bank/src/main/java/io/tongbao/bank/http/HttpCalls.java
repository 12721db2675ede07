package io.tongbao.bank.http;

import io.tongbao.bank.BankProfile;
import io.tongbao.bank.http.wire.BadSeal;
import io.tongbao.bank.http.wire.Json;
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.bank.http.wire.Unreadable;
import io.tongbao.bank.http.wire.WireObject;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.Outage;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends one sealed request and judges what comes back. Never throws for what a bank or a network may do. */
final class HttpCalls implements AutoCloseable {

    private static final int OK = 200;
    private static final long MOST_BYTES = 256 * 1024;
    /** Statements and black lists. */
    private static final long MOST_LIST_BYTES = 16 * 1024 * 1024;

    sealed interface Result {}

    /** Sealed by the bank; the body as it came. */
    record Sealed(byte[] body) implements Result {
        WireObject object() throws Unreadable {
            return WireObject.parse(body);
        }
    }

    /** {@code NotSent} or {@code Unknown}. */
    record Failed(PartnerAnswer why) implements Result {
        Doubt doubt() {
            return why instanceof PartnerAnswer.Unknown(Doubt doubt) ? doubt : Doubt.CONNECTION_LOST;
        }
    }

    private final URI base;
    private final Seal seal;
    private final Duration timeout;
    private final Semaphore free;
    private final HttpClient client;

    HttpCalls(URI base, Seal seal, BankProfile profile) {
        this.base = base;
        this.seal = seal;
        this.timeout = profile.timeout();
        this.free = new Semaphore(profile.maxInFlight());
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    Result post(String operation, Map<String, ?> body) {
        return post(operation, body, MOST_BYTES);
    }

    Result postForList(String operation, Map<String, ?> body) {
        return post(operation, body, MOST_LIST_BYTES);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private Result post(String operation, Map<String, ?> body, long mostBytes) {
        if (client.isTerminated()) {
            return notSent(Outage.NOT_CONNECTED);
        }
        if (!free.tryAcquire()) {
            return notSent(Outage.TOO_MANY_CALLS);
        }
        try {
            return exchange("/v1/" + operation, Json.write(body), mostBytes);
        } finally {
            free.release();
        }
    }

    private Result exchange(String path, byte[] body, long mostBytes) {
        URI uri = URI.create(base + path);
        Map<String, String> headers = seal.sealRequest("POST", uri.getRawPath(), body);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), mostBytes));
        try {
            // The client's own timeout ends with the headers; this one holds for the body as well.
            return judge(sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS), headers.getOrDefault(Seal.NONCE, ""));
        } catch (TimeoutException e) {
            sent.cancel(true);
            return unknown(Doubt.TIMED_OUT);
        } catch (ExecutionException e) {
            return failure(e.getCause());
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            return unknown(Doubt.CONNECTION_LOST);
        }
    }

    private Result judge(HttpResponse<byte[]> response, String nonce) {
        if (response.statusCode() != OK) {
            // From a gateway or from the bank: either way it says nothing about the instruction that could be believed.
            return unknown(Doubt.PARTNER_ERROR);
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> headers.put(name, values.getLast()));
        try {
            seal.checkAnswer(response.statusCode(), nonce, headers, response.body());
        } catch (BadSeal e) {
            return unknown(Doubt.BAD_SEAL);
        }
        return new Sealed(response.body());
    }

    private static Result failure(@Nullable Throwable cause) {
        return switch (cause) {
            // These come before a byte was sent.
            case HttpConnectTimeoutException e -> notSent(Outage.NOT_CONNECTED);
            case ConnectException e -> notSent(Outage.NOT_CONNECTED);
            case UnresolvedAddressException e -> notSent(Outage.NOT_CONNECTED);
            case HttpTimeoutException e -> unknown(Doubt.TIMED_OUT);
            case null, default -> unknown(Doubt.CONNECTION_LOST);
        };
    }

    private static Failed notSent(Outage why) {
        return new Failed(new PartnerAnswer.NotSent(why));
    }

    private static Failed unknown(Doubt why) {
        return new Failed(new PartnerAnswer.Unknown(why));
    }
}
