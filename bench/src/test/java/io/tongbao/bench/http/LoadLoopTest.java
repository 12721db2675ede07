package io.tongbao.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LoadLoopTest {

    private final Map<String, LongAdder> seen = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    LoadLoopTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.computeIfAbsent(exchange.getRequestURI() + " " + body, k -> new LongAdder())
                    .increment();
            int status = body.contains("bad") ? 422 : 201;
            byte[] answer = ("{\"echo\":\"" + body + "\"}").getBytes(StandardCharsets.UTF_8);
            boolean chunked = body.endsWith("0");
            exchange.sendResponseHeaders(status, chunked ? 0 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    private byte[] request(String body) {
        URI target = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/pay?x=1");
        return RequestBytes.of("POST", target, Map.of("X-Test", "1"), body.getBytes(StandardCharsets.UTF_8));
    }

    private LoadLoop.Tasks tasks(int count, int steps) {
        return new LoadLoop.Tasks() {
            @Override
            public int count() {
                return count;
            }

            @Override
            public byte @Nullable [] request(int task, int step) {
                return step < steps ? LoadLoopTest.this.request((task == 5 ? "bad" : "ok") + step + "-" + task) : null;
            }
        };
    }

    @Test
    void aClosedLoopSendsEachRequestOnceAndItsNextStepsOnlyAfterASuccess() throws IOException {
        try (LoadLoop loop = new LoadLoop(server.getAddress().getPort(), 7)) {
            LoadLoop.Result result = loop.closedLoop(tasks(200, 2), Duration.ofSeconds(60));
            assertThat(result.answered()).isEqualTo(199);
            assertThat(result.failed()).isEqualTo(1);
            assertThat(result.firstFailure()).startsWith("422 ").contains("bad0-5");
            assertThat(result.exhausted()).isTrue();
        }
        assertThat(seen).hasSize(399).doesNotContainKey("/pay?x=1 bad1-5");
        assertThat(seen.values()).allSatisfy(count -> assertThat(count.sum()).isEqualTo(1));
    }

    @Test
    void anOpenLoopKeepsItsScheduleAndMeasuresEveryTask() throws IOException {
        Latencies latencies = new Latencies();
        try (LoadLoop loop = new LoadLoop(server.getAddress().getPort(), 4)) {
            LoadLoop.Result result = loop.openLoop(tasks(100, 1), Duration.ofSeconds(1), 100, latencies);
            assertThat(result.answered()).isEqualTo(99);
            assertThat(latencies.count()).isEqualTo(99);
            assertThat(latencies.percentileMs(99)).isGreaterThanOrEqualTo(latencies.percentileMs(50));
        }
    }

    @Test
    void oneConnectionExchangesOneAfterTheOther() throws IOException {
        try (HttpConnection connection = new HttpConnection(server.getAddress().getPort(), 5_000)) {
            assertThat(connection.exchange(request("one"))).isEqualTo(new HttpAnswer(201, "{\"echo\":\"one\"}"));
            assertThat(connection.exchange(request("two"))).isEqualTo(new HttpAnswer(201, "{\"echo\":\"two\"}"));
            assertThat(connection.exchange(request("bad")).ok()).isFalse();
        }
    }

    @Test
    void percentilesAreExact() {
        Latencies latencies = new Latencies();
        assertThat(latencies.percentileMs(50)).isNaN();
        for (int i = 5_000; i > 0; i--) {
            latencies.add(i * 1_000_000L);
        }
        assertThat(latencies.percentileMs(50)).isEqualTo(2_500);
        assertThat(latencies.percentileMs(99)).isEqualTo(4_950);
        assertThat(latencies.percentileMs(100)).isEqualTo(5_000);
    }
}
