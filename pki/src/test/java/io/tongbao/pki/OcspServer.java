package io.tongbao.pki;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** OCSP and revocation lists on loopback. */
final class OcspServer implements AutoCloseable {

    private final HttpServer server;
    final AtomicReference<@Nullable PkiFixture> pki = new AtomicReference<>();
    private volatile Manner manner = Manner.HONEST;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** How it behaves. */
    enum Manner {
        HONEST,
        /** Answers no OCSP. */
        LISTS_ONLY,
        /** Answers with an error. */
        BROKEN,
        /** Does not end its answer. */
        HANGING,
        /** Sends more than anybody wants. */
        ENDLESS,
        /** Gives the list of another authority. */
        LYING
    }

    OcspServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.createContext("/pki/", exchange -> {
            String path = exchange.getRequestURI().getPath().substring("/pki/".length());
            PkiFixture fixture = pki.get();
            byte[] answer = new byte[0];
            switch (manner) {
                case HONEST -> {}
                case LISTS_ONLY -> fixture = path.endsWith(".crl") ? fixture : null;
                case LYING -> path = "p256-root-1.crl";
                case BROKEN -> {
                    exchange.sendResponseHeaders(500, -1);
                    return;
                }
                case HANGING -> {
                    await();
                    return;
                }
                case ENDLESS -> answer = new byte[200_000];
            }
            if (answer.length > 0) {
                path = "";
            }
            if (fixture != null && path.startsWith("ocsp")) {
                answer = exchange.getRequestMethod().equals("POST")
                        ? fixture.ocsp
                                .answer(exchange.getRequestBody().readAllBytes())
                                .der()
                        : fixture.ocsp.answer(path.substring("ocsp/".length())).der();
                exchange.getResponseHeaders().add("Content-Type", "application/ocsp-response");
            } else if (fixture != null && path.endsWith(".crl")) {
                answer = fixture.lists
                        .current(path.substring(0, path.length() - 4))
                        .orElseThrow()
                        .der();
            }
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void await() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void behave(Manner now) {
        manner = now;
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/pki";
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
