package io.tongbao.merchant.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.merchant.requestlog.RequestLog;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Money over signed HTTP, from cash-in to webhook rows. */
@SuppressWarnings("NullAway.Init") // set before all tests
class PaymentFlowTest {

    private static ApiServer api;

    @BeforeAll
    static void start() throws IOException {
        api = new ApiServer();
        ApiServer.Reply cash = api.post(api.agentHmac, "/v1/cash-in", """
                {"amount_minor":1000000,"currency":"CNY","customer":{"msisdn":"+8613800138000"}}""");
        assertThat(cash.status()).as(cash.response().body()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String order(String reference, long amount) {
        return "{\"reference\":\"" + reference + "\",\"amount_minor\":" + amount
                + ",\"currency\":\"CNY\",\"subject\":\"豆浆\",\"cancel_window_seconds\":600}";
    }

    private static final String BY_PIN = "{\"payer\":{\"msisdn\":\"+8613800138000\",\"pin\":\"246810\"}}";

    private static ApiServer.Reply create(String reference, long amount) {
        ApiServer.Reply reply = api.post(api.shopHmac, "/v1/payments", order(reference, amount));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(201);
        return reply;
    }

    private static ApiServer.Reply paid(String reference, long amount) {
        String id = create(reference, amount).text("id");
        ApiServer.Reply reply = api.post(api.shopHmac, "/v1/payments/" + id + "/confirm", BY_PIN);
        assertThat(reply.text("state")).as(reply.response().body()).isEqualTo("succeeded");
        return reply;
    }

    private static long wallet() {
        return api.get(api.device, "/v1/wallet").number("balance_minor");
    }

    @Test
    void theDescriptionNamesEveryRouteAndNoOther() {
        Set<String> served = new TreeSet<>();
        for (ServletRegistrationBean<?> bean :
                api.context.getBeansOfType(ServletRegistrationBean.class).values()) {
            if (bean.getServlet() instanceof ApiServlet servlet) {
                servlet.router().routes().forEach(route -> served.add(route.method() + " " + route.template()));
            }
        }
        assertThat(served).isEqualTo(OpenApiTest.operations());
    }

    @Test
    void anOrderIsPaidByPinReadListedRefundedAndCancelled() {
        long before = wallet();
        ApiServer.Reply payment = paid("F-1", 1250);
        String id = payment.text("id");
        assertThat(wallet()).isEqualTo(before - 1250);
        assertThat(api.get(api.shopEd25519, "/v1/payments/" + id).text("state")).isEqualTo("succeeded");
        assertThat(api.get(api.shopEd25519, "/v1/payments/reference/F-1").text("id"))
                .isEqualTo(id);
        assertThat(api.get(api.device, "/v1/payments/" + id).text("id")).isEqualTo(id);
        assertThat(api.get(api.agentHmac, "/v1/payments/" + id).text("code")).isEqualTo("payment_not_found");
        ApiServer.Reply list = api.get(api.shopHmac, "/v1/payments?state=succeeded&limit=100&min_amount_minor=1250");
        assertThat(list.response().body()).contains(id).contains("\"next_cursor\":");
        ApiServer.Reply refund = api.post(
                api.shopHmac,
                "/v1/payments/" + id + "/refunds",
                "{\"reference\":\"R-1\",\"amount_minor\":250,\"reason\":\"cold\"}");
        assertThat(refund.status()).as(refund.response().body()).isEqualTo(201);
        assertThat(api.get(api.shopHmac, "/v1/refunds/" + refund.text("id")).text("state"))
                .isEqualTo("succeeded");
        assertThat(api.get(api.shopHmac, "/v1/payments/" + id + "/refunds")
                        .response()
                        .body())
                .contains("R-1");
        ApiServer.Reply tooMuch = api.post(
                api.shopHmac,
                "/v1/payments/" + id + "/refunds",
                "{\"reference\":\"R-2\",\"amount_minor\":1001,\"reason\":\"greed\"}");
        assertThat(tooMuch.text("code")).isEqualTo("refund_exceeds_remaining");
        assertThat(wallet()).isEqualTo(before - 1000);
        String other = paid("F-2", 500).text("id");
        ApiServer.Reply cancelled = api.post(api.shopHmac, "/v1/payments/" + other + "/cancel", "{}");
        assertThat(cancelled.text("state")).as(cancelled.response().body()).isEqualTo("cancelled");
        assertThat(wallet()).isEqualTo(before - 1000);
        assertThat(api.get(api.shopHmac, "/v1/balance").number("balance_minor")).isGreaterThanOrEqualTo(1000);
        assertThat(api.get(api.shopHmac, "/v1/statement?limit=1").text("next_cursor"))
                .isNotEmpty();
        assertThat(api.get(api.device, "/v1/wallet/statement").response().body())
                .contains("balance_after_minor");
        assertThat(api.get(api.device, "/v1/wallet/payments").response().body()).contains(id);
    }

    @Test
    void aRepeatGetsTheFirstAnswerAndAnotherBodyIsRefused() {
        ApiServer.Reply first = api.post(api.shopHmac, "/v1/payments", order("I-1", 100), "idem-1");
        ApiServer.Reply again = api.post(api.shopEd25519, "/v1/payments", order("I-1", 100), "idem-1");
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        // The identical signed bytes, sent again within their window.
        Map<String, String> headers = api.signed(api.shopHmac, "/v1/payments", order("I-2", 100), "idem-2");
        ApiServer.Reply sent = api.send("POST", "/v1/payments", ApiServer.bytes(order("I-2", 100)), headers);
        ApiServer.Reply resent = api.send("POST", "/v1/payments", ApiServer.bytes(order("I-2", 100)), headers);
        assertThat(resent.response().body()).isEqualTo(sent.response().body());
        ApiServer.Reply other = api.post(api.shopHmac, "/v1/payments", order("I-1", 101), "idem-1");
        assertThat(other.text("code")).isEqualTo("idempotency_key_reused");
        ApiServer.Reply reference = api.post(api.shopHmac, "/v1/payments", order("I-1", 100), "idem-3");
        assertThat(reference.text("code")).isEqualTo("reference_already_used");
    }

    @Test
    void theSameKeyOnManyConnectionsAtOnceMakesOnePayment() throws Exception {
        long before = wallet();
        String id = create("C-1", 700).text("id");
        String path = "/v1/payments/" + id + "/confirm";
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<ApiServer.Reply>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                calls.add(() -> api.post(api.shopHmac, path, BY_PIN, "once"));
            }
            List<String> answers = new ArrayList<>();
            for (Future<ApiServer.Reply> reply : pool.invokeAll(calls)) {
                answers.add(reply.get().response().body());
            }
            assertThat(answers).containsOnly(answers.getFirst());
            assertThat(answers.getFirst()).contains("\"state\":\"succeeded\"");
        }
        assertThat(wallet()).isEqualTo(before - 700);
    }

    @Test
    void aDeviceConfirmsByReferenceWithWhatItSaw() {
        create("D-1", 900);
        String path = "/v1/providers/" + api.shop.publicId() + "/payments/reference/D-1/confirm";
        String wrong = "{\"amount_minor\":901,\"provider_id\":\"" + api.shop.publicId() + "\"}";
        assertThat(api.post(api.device, path, wrong).text("code")).isEqualTo("amount_mismatch");
        String other = "{\"amount_minor\":900,\"provider_id\":\"" + api.agent.publicId() + "\"}";
        assertThat(api.post(api.device, path, other).text("field")).isEqualTo("provider_id");
        ApiServer.Reply reply = api.post(api.device, path, wrong.replace("901", "900"));
        assertThat(reply.text("state")).as(reply.response().body()).isEqualTo("succeeded");
        assertThat(reply.text("method")).isEqualTo("device");
    }

    @Test
    void anAgreementPaysInOneStepWithinItsCaps() {
        String agreement = """
                {"per_payment_cap_minor":500,"daily_cap_minor":900,"currency":"CNY","provider_id":"%s"}""".formatted(api.shop.publicId());
        ApiServer.Reply made = api.post(api.device, "/v1/agreements", agreement);
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        String id = made.text("id");
        ApiServer.Reply paid = api.post(api.shopHmac, "/v1/payments", oneStep("G-1", 500, id));
        assertThat(paid.text("state")).as(paid.response().body()).isEqualTo("succeeded");
        assertThat(paid.text("agreement_id")).isEqualTo(id);
        ApiServer.Reply above = api.post(api.shopHmac, "/v1/payments", oneStep("G-2", 501, id));
        assertThat(above.text("code")).isEqualTo("per_payment_cap_exceeded");
        assertThat(above.header("Content-Type")).startsWith("application/problem+json");
        assertThat(api.post(api.shopHmac, "/v1/payments", oneStep("G-3", 401, id))
                        .text("code"))
                .isEqualTo("daily_cap_exceeded");
        assertThat(api.post(api.shopHmac, "/v1/agreements/" + id + "/end", "{}").text("status"))
                .isEqualTo("ended");
        assertThat(api.get(api.device, "/v1/agreements/" + id).text("status")).isEqualTo("ended");
        assertThat(api.post(api.shopHmac, "/v1/payments", oneStep("G-4", 1, id)).text("code"))
                .isEqualTo("agreement_ended");
    }

    private static String oneStep(String reference, long amount, String agreement) {
        return "{\"reference\":\"" + reference + "\",\"amount_minor\":" + amount
                + ",\"currency\":\"CNY\",\"subject\":\"bus\",\"agreement_id\":\"" + agreement + "\"}";
    }

    @Test
    void aPayerPaysDirectlyTransfersAndCashesOut() {
        long before = wallet();
        String direct =
                order("P-1", 300).replace("}", ",\"payer\":{\"msisdn\":\"+8613800138000\",\"pin\":\"246810\"}}");
        assertThat(api.post(api.shopHmac, "/v1/payments", direct).text("state")).isEqualTo("succeeded");
        String transfer = """
                {"amount_minor":200,"currency":"CNY","payee_msisdn":"+8613900139000","payee_name":"A** Lee","subject":"红包"}""";
        ApiServer.Reply sent = api.post(api.device, "/v1/wallet/transfers", transfer);
        assertThat(sent.text("state")).as(sent.response().body()).isEqualTo("succeeded");
        assertThat(api.post(api.device, "/v1/wallet/transfers", transfer.replace("A** Lee", "Bob"))
                        .text("code"))
                .isEqualTo("payee_name_mismatch");
        assertThat(api.post(
                                api.device,
                                "/v1/wallet/transfers",
                                transfer.replace("39001390", "38001380").replace("A** Lee", "*三"))
                        .text("code"))
                .isEqualTo("same_payer_and_payee");
        String out =
                "{\"amount_minor\":400,\"currency\":\"CNY\",\"customer\":{\"msisdn\":\"+8613800138000\",\"pin\":\"246810\"}}";
        ApiServer.Reply cash = api.post(api.agentHmac, "/v1/cash-out", out);
        assertThat(cash.text("state")).as(cash.response().body()).isEqualTo("succeeded");
        assertThat(api.post(api.agentHmac, "/v1/cash-out", out.replace("246810", "111111"))
                        .text("code"))
                .isEqualTo("pin_wrong");
        assertThat(wallet()).isEqualTo(before - 900);
    }

    @Test
    void manualCaptureTakesAPart() {
        String body = order("M-1", 800).replace("}", ",\"capture\":\"manual\",\"capture_window_seconds\":600}");
        String id = api.post(api.shopHmac, "/v1/payments", body).text("id");
        ApiServer.Reply held = api.post(api.shopHmac, "/v1/payments/reference/M-1/confirm", BY_PIN);
        assertThat(held.text("state")).as(held.response().body()).isEqualTo("authorised");
        ApiServer.Reply captured = api.post(api.shopHmac, "/v1/payments/" + id + "/capture", "{\"amount_minor\":600}");
        assertThat(captured.number("captured_minor"))
                .as(captured.response().body())
                .isEqualTo(600);
        assertThat(api.post(api.shopHmac, "/v1/payments/" + id + "/capture", "{\"amount_minor\":900}")
                        .status())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    void bearerKeysDoInTheSandboxAndLimitsAreInTheHeaders() {
        Map<String, String> bearer = Map.of("Authorization", "Bearer " + api.shopBearer);
        ApiServer.Reply balance = api.send("GET", "/v1/balance", null, bearer);
        assertThat(balance.text("provider_id")).isEqualTo(api.shop.publicId());
        assertThat(balance.header("RateLimit-Limit")).isEqualTo("500");
        assertThat(Integer.parseInt(balance.header("RateLimit-Remaining"))).isPositive();
        ApiServer.Reply payee = api.get(api.device, "/v1/payees/+8613900139000");
        assertThat(payee.text("name")).isEqualTo("A** Lee");
        ApiServer.Reply limited = payee;
        for (int i = 0; i < 200 && limited.status() != 429; i++) {
            limited = api.get(api.device, "/v1/payees/+8613900139000");
        }
        assertThat(limited.text("code")).isEqualTo("rate_limited");
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isPositive();
    }

    @Test
    void webhookEndpointsOverTheApi() {
        ApiServer.Reply made = api.post(
                api.shopHmac,
                "/v1/webhook-endpoints",
                "{\"url\":\"http://127.0.0.1:9/hook\",\"event_types\":[\"payment.*\"],\"paused\":true}");
        assertThat(made.text("secret")).as(made.response().body()).startsWith("whsec_");
        String id = made.text("id");
        assertThat(api.get(api.shopHmac, "/v1/webhook-endpoints").response().body())
                .contains(id)
                .doesNotContain("whsec_");
        assertThat(api.get(api.agentHmac, "/v1/webhook-endpoints/" + id).text("code"))
                .isEqualTo("not_found");
        assertThat(api.post(api.shopHmac, "/v1/webhook-endpoints/" + id + "/rotate-secret", "{}")
                        .text("secret"))
                .startsWith("whsec_")
                .isNotEqualTo(made.text("secret"));
        ApiServer.Reply refused = api.post(api.shopHmac, "/v1/webhook-endpoints", "{\"url\":\"ftp://127.0.0.1/\"}");
        assertThat(refused.text("code")).isEqualTo("webhook_url_not_allowed");
        assertThat(refused.text("field")).isEqualTo("url");
        assertThat(api.get(api.shopHmac, "/v1/webhook-deliveries?state=failed")
                        .response()
                        .body())
                .contains("\"data\":");
        URI target = api.uri("/v1/webhook-endpoints/" + id);
        ApiServer.Reply deleted = api.send(
                "DELETE",
                "/v1/webhook-endpoints/" + id,
                null,
                api.shopHmac.sign("DELETE", target, "del-1", null, Instant.now()));
        assertThat(deleted.text("status")).isEqualTo("deleted");
    }

    @Test
    void theDocsAreServedFromHereAlone() {
        ApiServer.Reply page = api.send("GET", "/docs", null, Map.of());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.response().body()).doesNotContain("http://", "https://");
        for (String path : List.of(
                "/docs/assets/swagger-ui-bundle.js",
                "/docs/assets/swagger-ui.css",
                "/docs/start.js",
                "/docs/errors",
                "/openapi.json",
                "/openapi.yaml",
                "/docs/errors.json")) {
            assertThat(api.send("GET", path, null, Map.of()).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void everyRequestIsLoggedWithoutSecrets() {
        ApiServer.Reply reply = create("L-1", 100);
        RequestLog log = api.context.getBean(RequestLog.class);
        log.close();
        JdbcClient jdbc = JdbcClient.create(api.database.dataSource());
        Map<String, Object> row = jdbc.sql("select * from merchant.request_log where request_id = ?")
                .param(reply.header("Request-Id"))
                .query()
                .singleRow();
        assertThat(row).containsEntry("path", "/v1/payments").containsEntry("method", "POST");
        assertThat(row.get("provider_id")).isEqualTo(api.shop.id());
        assertThat(jdbc.sql("select count(*) from merchant.request_log where request_log::text like '%246810%'"
                                + " or path like '%13900139000%'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
