package io.tongbao.bench.payments;

import io.tongbao.bench.http.HttpAnswer;
import io.tongbao.bench.http.HttpConnection;
import io.tongbao.bench.http.RequestBytes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Looks every half second at a server's metrics: its heap, and how busy its compiler is. */
final class ServerWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";

    private static final String COMPILATION = "jvm_compilation_time_ms_total";

    private final byte[] request;
    private final HttpConnection connection;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile double mostBytes;
    private volatile double compiledMs;

    ServerWatch(URI server) {
        this.request = RequestBytes.of("GET", server.resolve("/metrics"), Map.of(), new byte[0]);
        this.connection = new HttpConnection(server.getPort(), 5_000);
        this.thread = Thread.ofPlatform().name("server-watch").daemon().start(this::watch);
    }

    private void watch() {
        while (!stopped) {
            try {
                HttpAnswer answer = connection.exchange(request);
                if (answer.ok()) {
                    mostBytes = Math.max(mostBytes, seriesValue(answer.body(), HEAP));
                    compiledMs = seriesValue(answer.body(), COMPILATION);
                }
            } catch (IOException e) {
                // A look missed; the next one counts.
                connection.close();
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    private static double seriesValue(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The most that was seen, garbage included, in MiB. */
    double mostMb() {
        return mostBytes / (1 << 20);
    }

    /** Milliseconds the server's compiler has worked so far, as of at most half a second ago. */
    double compiledMs() {
        return compiledMs;
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
