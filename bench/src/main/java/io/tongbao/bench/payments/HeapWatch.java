package io.tongbao.bench.payments;

import io.tongbao.bench.http.HttpAnswer;
import io.tongbao.bench.http.HttpConnection;
import io.tongbao.bench.http.RequestBytes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Looks at a server's heap every half second by its metrics. */
final class HeapWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";

    private final byte[] request;
    private final HttpConnection connection;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile double mostBytes;

    HeapWatch(URI server) {
        this.request = RequestBytes.of("GET", server.resolve("/metrics"), Map.of(), new byte[0]);
        this.connection = new HttpConnection(server.getPort(), 5_000);
        this.thread = Thread.ofPlatform().name("heap-watch").daemon().start(this::watch);
    }

    private void watch() {
        while (!stopped) {
            try {
                HttpAnswer answer = connection.exchange(request);
                if (answer.ok()) {
                    mostBytes = Math.max(mostBytes, heap(answer.body()));
                }
            } catch (IOException e) {
                // A look missed; the next one counts.
                connection.close();
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    /** The sum over all heap regions. */
    static double heap(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith(HEAP))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The most that was seen, garbage included, in MiB. */
    double mostMb() {
        return mostBytes / (1 << 20);
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
