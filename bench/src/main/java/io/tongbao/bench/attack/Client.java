package io.tongbao.bench.attack;

import io.tongbao.bench.http.HttpAnswer;
import io.tongbao.bench.http.HttpConnection;
import io.tongbao.bench.http.RequestBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** One attacker's connection; every request comes from another address, as far as the server can tell. Not thread-safe. */
final class Client implements AutoCloseable {

    private static final int ANSWER_LIMIT_MS = 60_000;

    private final URI server;
    private final HttpConnection connection;
    private final SplittableRandom random;

    Client(int port, SplittableRandom random) {
        this.server = URI.create("http://127.0.0.1:" + port);
        this.connection = new HttpConnection(port, ANSWER_LIMIT_MS);
        this.random = random;
    }

    HttpAnswer post(String path, String json) throws IOException {
        return post(path, json, Map.of());
    }

    HttpAnswer post(String path, String json, Map<String, String> more) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(more);
        // Believed from loopback, where a proxy would be.
        headers.put(
                "X-Forwarded-For",
                "198." + random.nextInt(18, 20) + "." + random.nextInt(256) + "." + random.nextInt(256));
        return connection.exchange(
                RequestBytes.of("POST", server.resolve(path), headers, json.getBytes(StandardCharsets.UTF_8)));
    }

    /** Six digits. */
    String digits() {
        return String.format("%06d", random.nextInt(1_000_000));
    }

    String word() {
        return "guess " + Long.toString(random.nextLong(Long.MAX_VALUE), 36);
    }

    @Override
    public void close() {
        connection.close();
    }
}
