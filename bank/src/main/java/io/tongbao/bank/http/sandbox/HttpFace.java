package io.tongbao.bank.http.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tongbao.bank.http.wire.BadSeal;
import io.tongbao.bank.http.wire.Json;
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.bank.http.wire.Unreadable;
import io.tongbao.bank.http.wire.WireObject;
import io.tongbao.bank.sandbox.BookAnswer;
import io.tongbao.bank.sandbox.BookCodes;
import io.tongbao.bank.sandbox.Face;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Trick;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandbox bank over HTTP on loopback: {@code POST /v1/…} sealed both ways, its net bank's page, and callbacks if told where to. */
public final class HttpFace implements Face {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFace.class);
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    /** Longest a call is left hanging. */
    private static final long HANG_MILLIS = 120_000;

    /**
     * @param port 0 for any
     * @param parties the bank's key and the platform's
     * @param callback where the bank calls; null when it is asked
     */
    public record Settings(
            int port, Seal.Parties parties, @Nullable URI callback) {}

    private final Settings settings;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable HttpServer server;

    public HttpFace(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public void start(SandboxBank bank) throws IOException {
        Seal seal = new Seal(settings.parties(), bank.books().clock(), new SecureRandom());
        HttpServer listening =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), 1024);
        listening.setExecutor(threads);
        String address = address(listening);
        FaceCalls calls = new FaceCalls(bank, "http://" + address);
        Callbacks callbacks = new Callbacks(seal, settings.callback());
        listening.createContext("/v1/", exchange -> answer(exchange, new Speaker(bank, seal, calls, callbacks)));
        listening.createContext("/netbank/", new NetBankPage(bank.books())::handle);
        bank.books().whenSignedAtBank(callbacks::signed);
        listening.start();
        server = listening;
    }

    private record Speaker(SandboxBank bank, Seal seal, FaceCalls calls, Callbacks callbacks) {}

    @Override
    public String address() {
        HttpServer listening = server;
        if (listening == null) {
            throw new IllegalStateException("not started");
        }
        return address(listening);
    }

    @Override
    public void close() {
        closing.countDown();
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    private static String address(HttpServer listening) {
        return "127.0.0.1:" + listening.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, Speaker speaker) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
        String path = exchange.getRequestURI().getRawPath();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getLast()));
        String nonce;
        WireObject request;
        try {
            nonce = speaker.seal().checkRequest(exchange.getRequestMethod(), path, headers, body);
            request = WireObject.parse(body);
        } catch (BadSeal e) {
            refuse(exchange, 401, e.reason());
            return;
        } catch (Unreadable e) {
            refuse(exchange, 400, e.reason());
            return;
        }
        String operation = path.substring("/v1/".length());
        Trick trick = speaker.bank().script().draw(operation);
        try {
            play(exchange, speaker, operation, trick, nonce, request);
        } catch (Unreadable e) {
            refuse(exchange, 400, e.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private void play(
            HttpExchange exchange, Speaker speaker, String operation, Trick trick, String nonce, WireObject request)
            throws IOException, InterruptedException, Unreadable {
        if (trick.mischief() == Mischief.TIMEOUT_BEFORE) {
            hang(HANG_MILLIS);
            exchange.close();
            return;
        }
        if (trick.mischief() == Mischief.DROP_BEFORE) {
            exchange.close();
            return;
        }
        byte[] answer = speaker.calls().answer(operation, request, trick);
        boolean wrongSeal = false;
        switch (trick.mischief()) {
            case TIMEOUT_AFTER -> {
                hang(HANG_MILLIS);
                exchange.close();
                return;
            }
            case LATE -> {
                hang(trick.millis());
                speaker.callbacks().tell(answer);
            }
            case SLOW -> hang(trick.millis());
            case DROP_AFTER -> {
                exchange.close();
                return;
            }
            case TWICE -> {
                speaker.callbacks().tell(answer);
                speaker.callbacks().tell(answer);
            }
            case WRONG_SEAL -> wrongSeal = true;
            case ERROR_AFTER -> answer = FaceCalls.answerTo(request, new BookAnswer(BookCodes.SYSTEM_ERROR, ""));
            case NONE, DECLINE, CLOSED, WRONG_TOTALS -> {}
            case TIMEOUT_BEFORE, DROP_BEFORE -> throw new IllegalStateException("done above");
        }
        Map<String, String> sealed = speaker.seal().sealAnswer(200, wrongSeal ? "another" : nonce, answer);
        sealed.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        send(exchange, 200, answer);
    }

    /** Ends early when the bank closes. */
    private void hang(long millis) throws InterruptedException {
        if (closing.await(millis, TimeUnit.MILLISECONDS)) {
            LOG.debug("closing while a call hangs");
        }
    }

    private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
        send(exchange, status, Json.write(Map.of("state", "error", "message", why)));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("content-type", "application/json");
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
