package io.tongbao.merchant.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.Refused;
import io.tongbao.merchant.DailyPartitions;
import io.tongbao.merchant.MerchantError;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.ProviderKind;
import io.tongbao.merchant.RegisterProvider;
import io.tongbao.outbox.Event;
import io.tongbao.outbox.EventLog;
import io.tongbao.outbox.EventSignal;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real receiver on loopback, judged by the Standard Webhooks reference library. */
@SuppressWarnings("NullAway.Init") // set before each test
class WebhooksTest {

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    /** Real time, because the reference library judges timestamps by it, plus what a test skips. */
    private final InstantSource clock = () -> InstantSource.system().instant().plus(ahead.get());

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private TestDatabase database;
    private HttpServer receiver;
    private Vault vault;
    private WebhookEndpoints endpoints;
    private WebhookDeliveries deliveries;
    private WebhookDispatcher dispatcher;
    private Provider shop;

    private record Received(Map<String, List<String>> headers, String body) {}

    private record Answer(int status, Map<String, String> headers) {}

    @BeforeEach
    void open() throws IOException, SQLException {
        database = TestPostgres.database("ledger", "outbox", "merchant");
        vault = Vault.inMemory();
        for (String table : List.of("request_log", "webhook_delivery")) {
            new DailyPartitions(database.dataSource(), clock, "merchant", table, 30).maintain();
        }
        shop = new RegisterProvider(database.dataSource(), clock)
                .execute(new RegisterProvider.Command(
                        UUID.randomUUID(), "Shop", ProviderKind.SHOP, Currency.CNY, false));
        endpoints = new WebhookEndpoints(database.dataSource(), clock, vault, Mode.SANDBOX);
        deliveries = new WebhookDeliveries(database.dataSource(), clock);
        dispatcher = dispatcher();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer = answers.poll();
            if (answer != null) {
                answer.headers().forEach(exchange.getResponseHeaders()::set);
            }
            exchange.sendResponseHeaders(answer == null ? 204 : answer.status(), -1);
            exchange.close();
            received.add(new Received(Map.copyOf(exchange.getRequestHeaders()), body));
        });
        receiver.start();
    }

    private WebhookDispatcher dispatcher() {
        return new WebhookDispatcher(
                database.dataSource(), clock, Ids.secure(clock), vault, Mode.SANDBOX, new EventSignal());
    }

    @AfterEach
    void close() {
        receiver.stop(0);
        dispatcher.close();
        database.close();
    }

    @Test
    void anEventReachesTheReceiverSignedAndOnce() throws Exception {
        WebhookEndpoints.WithSecret endpoint = endpoint("k1", List.of("payment.*"));
        append("payment.succeeded", "refund.succeeded");
        fanOutAll();
        assertThat(dispatcher.fanOutOnce()).isZero();
        assertThat(dispatch()).isEqualTo(1);
        Received request = take();
        verify(request, endpoint.secret());
        assertThat(request.body())
                .contains("\"type\":\"payment.succeeded\"")
                .contains("\"data\":{\"reference\":\"R-1\"}");
        assertThat(log().getFirst().state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(dispatch()).isZero();
        assertThat(received).isEmpty();
    }

    @Test
    void aFailureIsRetriedByTheScheduleAndRetryAfterCounts() throws Exception {
        endpoint("k1", List.of());
        append("payment.succeeded");
        fanOutAll();
        answers.add(new Answer(500, Map.of()));
        answers.add(new Answer(503, Map.of("Retry-After", "3600")));
        assertThat(dispatch()).isEqualTo(1);
        String first = id(take());
        WebhookDelivery pending = log().getFirst();
        assertThat(pending.state()).isEqualTo(DeliveryState.PENDING);
        assertThat(pending.lastStatus()).isEqualTo(500);
        assertThat(dispatch()).isZero();
        skip(Duration.ofSeconds(6));
        assertThat(dispatch()).isEqualTo(1);
        assertThat(id(take())).isEqualTo(first);
        skip(Duration.ofMinutes(50));
        assertThat(dispatch()).as("the receiver asked for an hour").isZero();
        skip(Duration.ofMinutes(11));
        assertThat(dispatch()).isEqualTo(1);
        assertThat(id(take())).isEqualTo(first);
        assertThat(log().getFirst().attempts()).isEqualTo(3);
        assertThat(log().getFirst().state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void goneDisablesTheEndpointUntilItIsActivatedAndResentByHand() throws Exception {
        WebhookEndpoints.WithSecret endpoint = endpoint("k1", List.of());
        UUID id = endpoint.endpoint().id();
        append("payment.succeeded");
        fanOutAll();
        answers.add(new Answer(410, Map.of()));
        assertThat(dispatch()).isEqualTo(1);
        take();
        assertThat(endpoints.get(shop.id(), id).status()).isEqualTo(EndpointStatus.DISABLED);
        append("payment.succeeded");
        fanOutAll();
        assertThat(log()).hasSize(1);
        endpoints.setStatus(shop.id(), id, EndpointStatus.ACTIVE);
        deliveries.resend(shop.id(), log().getFirst().id());
        assertThat(dispatch()).isEqualTo(1);
        verify(take(), endpoint.secret());
        assertThatThrownBy(() ->
                        deliveries.resend(UUID.randomUUID(), log().getFirst().id()))
                .hasMessageContaining("not_found");
    }

    @Test
    void rotationSignsWithBothSecretsForADay() throws Exception {
        WebhookEndpoints.WithSecret old = endpoint("k1", List.of());
        WebhookEndpoints.WithSecret fresh =
                endpoints.rotate(shop.id(), old.endpoint().id(), "r1");
        assertThat(endpoints.rotate(shop.id(), old.endpoint().id(), "r1").secret())
                .isEqualTo(fresh.secret())
                .isNotEqualTo(old.secret());
        append("payment.succeeded");
        fanOutAll();
        assertThat(dispatch()).isEqualTo(1);
        Received both = take();
        verify(both, old.secret());
        verify(both, fresh.secret());
        skip(Duration.ofHours(25));
        append("payment.failed");
        fanOutAll();
        assertThat(dispatch()).isEqualTo(1);
        Received one = take();
        assertThat(one.headers().getOrDefault("Webhook-signature", List.of("")).getFirst())
                .startsWith("v1,")
                .doesNotContain(" ");
    }

    @Test
    void aPausedEndpointCollectsAndTwoNodesDeliverEachOnce() throws Exception {
        WebhookEndpoints.WithSecret endpoint = endpoint("k1", List.of());
        endpoints.setStatus(shop.id(), endpoint.endpoint().id(), EndpointStatus.PAUSED);
        append("payment.succeeded", "payment.succeeded", "payment.succeeded", "payment.failed");
        fanOutAll();
        assertThat(dispatch()).isZero();
        assertThat(log()).hasSize(4);
        endpoints.setStatus(shop.id(), endpoint.endpoint().id(), EndpointStatus.ACTIVE);
        try (WebhookDispatcher other = dispatcher()) {
            Thread second = Thread.ofVirtual().start(other::dispatchOnce);
            dispatcher.dispatchOnce();
            second.join();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ids.add(id(take()));
            }
            assertThat(ids).doesNotHaveDuplicates();
            settle(other);
        }
        settle(dispatcher);
        assertThat(received).isEmpty();
        assertThat(log()).allMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
    }

    @Test
    void creatingIsIdempotentAndBounded() {
        WebhookEndpoints.WithSecret first = endpoint("k1", List.of());
        assertThat(endpoint("k1", List.of()).secret()).isEqualTo(first.secret());
        assertThat(endpoints.list(shop.id())).hasSize(1);
        assertThatThrownBy(() -> endpoint("k1", List.of("payment.failed")))
                .hasMessageContaining("idempotency_key_reused");
        for (int i = 2; i <= WebhookEndpoints.MOST_PER_PROVIDER; i++) {
            endpoint("k" + i, List.of());
        }
        assertThatThrownBy(() -> endpoint("k99", List.of()))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.code()).isEqualTo(MerchantError.TOO_MANY_WEBHOOK_ENDPOINTS));
        endpoints.setStatus(shop.id(), first.endpoint().id(), EndpointStatus.DELETED);
        assertThat(endpoints.list(shop.id())).hasSize(WebhookEndpoints.MOST_PER_PROVIDER - 1);
    }

    private WebhookEndpoints.WithSecret endpoint(String key, List<String> types) {
        return endpoints.create(
                shop.id(), key, "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook", types, false);
    }

    private void append(String... types) throws SQLException {
        Ids ids = Ids.secure(clock);
        List<Event> events = new ArrayList<>();
        for (String type : types) {
            events.add(new Event(
                    ids.next(),
                    type,
                    ids.next(),
                    shop.id(),
                    DailyPartitions.micros(clock.instant()),
                    "{\"reference\":\"R-1\"}".getBytes(StandardCharsets.UTF_8)));
        }
        try (Connection connection = database.dataSource().getConnection()) {
            EventLog.append(connection, events);
        }
    }

    /** Until nothing new comes: the first poll only registers the consumer. */
    private void fanOutAll() throws SQLException {
        int idle = 0;
        for (int i = 0; i < 1000 && idle < 2; i++) {
            idle = dispatcher.fanOutOnce() == 0 ? idle + 1 : 0;
        }
    }

    private int dispatch() throws InterruptedException {
        int started = dispatcher.dispatchOnce();
        settle(dispatcher);
        return started;
    }

    private static void settle(WebhookDispatcher node) throws InterruptedException {
        assertThat(node.awaitIdle(Duration.ofSeconds(20))).isTrue();
    }

    private Received take() throws InterruptedException {
        Received request = received.poll(20, TimeUnit.SECONDS);
        assertThat(request).as("a request at the receiver").isNotNull();
        return request == null ? new Received(Map.of(), "") : request;
    }

    private List<WebhookDelivery> log() {
        return deliveries.list(shop.id(), null, null, null, 100);
    }

    private void skip(Duration by) {
        ahead.updateAndGet(so -> so.plus(by));
    }

    private static String id(Received request) {
        return request.headers().getOrDefault("Webhook-id", List.of("")).getFirst();
    }

    private static void verify(Received request, String secret) {
        assertThatCode(() -> new Webhook(secret)
                        .verify(request.body(), HttpHeaders.of(request.headers(), (name, value) -> true)))
                .doesNotThrowAnyException();
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    @Test
    void retryAfterIsReadInBothForms() {
        Instant now = at("2026-03-01T00:00:00Z");
        assertThat(WebhookClient.retryAfter("120", now)).isEqualTo(Duration.ofMinutes(2));
        assertThat(WebhookClient.retryAfter("Sun, 1 Mar 2026 00:05:00 GMT", now))
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(WebhookClient.retryAfter("Sun, 1 Mar 2025 00:05:00 GMT", now))
                .isZero();
        assertThat(WebhookClient.retryAfter("soon", now)).isZero();
    }
}
