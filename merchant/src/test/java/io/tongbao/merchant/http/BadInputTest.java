package io.tongbao.merchant.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything a caller can get wrong, over real HTTP: a stable code each, and nothing changed. */
@SuppressWarnings("NullAway.Init") // set before all tests
class BadInputTest {

    private static final String GOOD = """
            {"reference":"A-1","amount_minor":1250,"currency":"CNY","subject":"豆浆"}""";

    private static ApiServer api;
    private static long before;

    @BeforeAll
    static void start() throws IOException {
        api = new ApiServer();
        before = rows();
    }

    @AfterAll
    static void nothingChangedAndStop() {
        try {
            assertThat(rows()).isEqualTo(before);
        } finally {
            api.close();
        }
    }

    /** Rows of everything that a payment could have written. */
    private static long rows() {
        JdbcClient jdbc = JdbcClient.create(api.database.dataSource());
        List<String> tables = jdbc.sql("select format('%I.%I', n.nspname, c.relname) from pg_class c"
                        + " join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p')"
                        + " and not c.relispartition and (n.nspname in ('payment', 'outbox')"
                        + " or n.nspname = 'ledger' and c.relname like 'transfer%')"
                        + " and c.relname not in ('flyway_schema_history', 'cursor') order by 1")
                .query(String.class)
                .list();
        assertThat(tables).isNotEmpty();
        long rows = 0;
        for (String table : tables) {
            rows += jdbc.sql("select count(*) from " + table).query(Long.class).single();
        }
        return rows;
    }

    static List<List<String>> bodies() {
        return List.of(
                row("{\"colour\":1," + GOOD.substring(1), "unknown_field", "colour"),
                row(GOOD.replace("1250", "0"), "invalid_amount", "amount_minor"),
                row(GOOD.replace("1250", "-1"), "invalid_amount", "amount_minor"),
                row(GOOD.replace("1250", "1000000000000001"), "invalid_amount", "amount_minor"),
                row(GOOD.replace("1250", "99999999999999999999999"), "invalid_amount", "amount_minor"),
                row(GOOD.replace("1250", "12.50"), "invalid_amount", "amount_minor"),
                row(GOOD.replace("1250", "1e3"), "invalid_amount", "amount_minor"),
                row(GOOD.replace("1250", "\"1250\""), "invalid_amount", "amount_minor"),
                row(GOOD.replace("1250", "null"), "missing_field", "amount_minor"),
                row(GOOD.replace("1250", "true"), "invalid_amount", "amount_minor"),
                row(GOOD.replace("CNY", "XXX"), "unsupported_currency", "currency"),
                row(GOOD.replace("CNY", "cny"), "unsupported_currency", "currency"),
                row(GOOD.replace("CNY", "USD"), "unsupported_currency", "currency"),
                row(GOOD.replace("\"A-1\"", "17"), "invalid_request", "reference"),
                row(GOOD.replace("A-1", ""), "invalid_request", "reference"),
                row(GOOD.replace("A-1", "a b"), "invalid_request", "reference"),
                row(GOOD.replace("A-1", "x".repeat(65)), "invalid_request", "reference"),
                row(GOOD.replace("豆浆", "x".repeat(129)), "invalid_request", "subject"),
                row(GOOD.replace("豆浆", "a\\u0000b"), "invalid_request", "subject"),
                row(GOOD.replace("豆浆", "\\ud800"), "invalid_request", "subject"),
                row(GOOD.replace("\"豆浆\"", "[\"豆浆\"]"), "invalid_request", "subject"),
                row(GOOD.replace("}", ",\"subject\":\"x\"}"), "duplicate_field", "subject"),
                row(GOOD.replace("}", ",\"validity_seconds\":59}"), "invalid_request", "validity_seconds"),
                row(GOOD.replace("}", ",\"capture\":\"MANUAL\"}"), "invalid_request", "capture"),
                row(GOOD.replace("}", ",\"agreement_id\":\"pay_1\"}"), "invalid_request", "agreement_id"),
                row(GOOD.replace("}", ",\"payer\":{\"msisdn\":\"12\"}}"), "invalid_msisdn", "payer.msisdn"),
                row(
                        GOOD.replace("}", ",\"payer\":{\"msisdn\":\"+8613800138000\",\"x\":1}}"),
                        "unknown_field",
                        "payer.x"),
                row(GOOD.replace("}", ",\"payer\":{\"msisdn\":\"+8613700137000\"}}"), "customer_not_found", ""),
                row(
                        GOOD.replace("}", ",\"payer\":{\"msisdn\":\"+8613800138000\",\"pin\":\"12345\"}}"),
                        "invalid_request",
                        "payer.pin"),
                row(GOOD + "{}", "invalid_json", ""),
                row(GOOD + " x", "invalid_json", ""),
                row("[" + GOOD + "]", "invalid_json", ""),
                row("\"text\"", "invalid_json", ""),
                row("{", "invalid_json", ""),
                row("{'a':1}", "invalid_json", ""),
                row("{\"a\":NaN}", "invalid_json", ""),
                row("{\"a\":01}", "invalid_json", ""),
                row("{\"a\":1,}", "invalid_json", ""),
                row("/* */" + GOOD, "invalid_json", ""),
                row("{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}", "invalid_json", ""),
                row("{\"a\":" + "{\"a\":".repeat(20) + "1" + "}".repeat(20) + "}", "invalid_json", ""),
                row("{\"a\":" + "9".repeat(1000) + "}", "invalid_json", ""),
                row("{}", "missing_field", "reference"));
    }

    private static List<String> row(String body, String code, String field) {
        return List.of(body, code, field);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodies(List<String> row) {
        ApiServer.Reply reply = api.post(api.shopHmac, "/v1/payments", row.get(0));
        problem(reply, row.get(1));
        assertThat(reply.text("field")).isEqualTo(row.get(2));
    }

    @Test
    void aBodyThatIsTooLargeIsNotKept() throws IOException {
        byte[] huge = new byte[10 * 1024 * 1024];
        Arrays.fill(huge, (byte) ' ');
        ApiServer.Reply reply = api.send("POST", "/v1/payments", huge, Map.of("Content-Type", "application/json"));
        assertThat(reply.status()).isEqualTo(413);
        problem(reply, "body_too_large");
        // Announced only: the answer comes without a byte of it.
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(ApiServer.bytes(String.join(
                    "\r\n",
                    "POST /v1/payments HTTP/1.1",
                    "Host: x",
                    "Content-Type: application/json",
                    "Content-Length: 10485760",
                    "",
                    "")));
            out.flush();
            byte[] start = socket.getInputStream().readNBytes(12);
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void brokenUtf8() {
        byte[] body = ApiServer.bytes(GOOD);
        body[body.length - 4] = (byte) 0xff;
        Map<String, String> headers =
                new LinkedHashMap<>(api.shopHmac.sign("POST", api.uri("/v1/payments"), "u1", body, Instant.now()));
        headers.put("Content-Type", "application/json");
        problem(api.send("POST", "/v1/payments", body, headers), "invalid_encoding");
    }

    @ParameterizedTest
    @CsvSource({
        "-301, signature_expired",
        "31, signature_from_future",
    })
    void skewedClocks(int seconds, String code) {
        Map<String, String> headers = new LinkedHashMap<>(api.shopEd25519.sign(
                "POST",
                api.uri("/v1/payments"),
                "s1",
                ApiServer.bytes(GOOD),
                Instant.now().plus(Duration.ofSeconds(seconds))));
        headers.put("Content-Type", "application/json");
        ApiServer.Reply reply = api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), headers);
        problem(reply, code);
        assertThat(reply.text("detail")).contains("created=");
    }

    @Test
    void tamperedRequests() {
        Map<String, String> headers = api.signed(api.shopHmac, "/v1/payments", GOOD, "t1");
        byte[] other = ApiServer.bytes(GOOD.replace("1250", "1251"));
        problem(api.send("POST", "/v1/payments", other, headers), "content_digest_mismatch");
        problem(
                api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), with(headers, "Idempotency-Key", "t2")),
                "signature_wrong");
        ApiServer.Reply moved = api.send("POST", "/v1/cash-in", ApiServer.bytes(GOOD), headers);
        problem(moved, "signature_wrong");
        assertThat(moved.text("detail"))
                .contains("\"@target-uri\": http://127.0.0.1:" + api.port() + "/v1/cash-in")
                .contains("\"idempotency-key\": t1");
        problem(
                api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), with(headers, "Signature", "sig1=:AAAA:")),
                "signature_wrong");
        problem(
                api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), with(headers, "Content-Digest", "sha-256=x")),
                "signature_wrong");
    }

    @Test
    void whatASignatureMustCover() {
        String input = "sig1=(\"@method\" \"@target-uri\" \"content-digest\");created="
                + Instant.now().getEpochSecond() + ";keyid=\"" + api.shopHmacKeyId + "\"";
        Map<String, String> headers = api.signed(api.shopHmac, "/v1/payments", GOOD, "c1");
        ApiServer.Reply reply =
                api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), with(headers, "Signature-Input", input));
        problem(reply, "signature_component_missing");
        assertThat(reply.text("detail")).contains("idempotency-key");
        problem(
                api.send(
                        "POST",
                        "/v1/payments",
                        ApiServer.bytes(GOOD),
                        with(headers, "Signature-Input", input.replace("@method", "@query"))),
                "signature_component_missing");
        problem(
                api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), with(headers, "Signature-Input", "nonsense")),
                "signature_malformed");
        headers.remove("Signature");
        problem(api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), headers), "signature_malformed");
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer sk_test_wrong, key_unknown",
        "Bearer sk_live_anything, wrong_mode",
        "Bearer nonsense, key_unknown",
        "Basic dXNlcjpwdw==, authentication_required",
    })
    void wrongCredentials(String authorization, String code) {
        ApiServer.Reply reply = api.send("GET", "/v1/balance", null, Map.of("Authorization", authorization));
        problem(reply, code);
        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void noCredentialsAtAll() {
        problem(api.send("GET", "/v1/balance", null, Map.of()), "authentication_required");
    }

    @Test
    void idempotencyKeys() {
        Map<String, String> bearer = new LinkedHashMap<>(
                Map.of("Authorization", "Bearer " + api.shopBearer, "Content-Type", "application/json"));
        problem(api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), bearer), "idempotency_key_required");
        bearer.put("Idempotency-Key", "x".repeat(65));
        problem(api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), bearer), "idempotency_key_required");
        bearer.put("Idempotency-Key", "a b");
        problem(api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), bearer), "idempotency_key_required");
    }

    @Test
    void addressesMethodsAndMediaTypes() {
        problem(api.get(api.shopHmac, "/v1/nothing"), "not_found");
        problem(api.send("GET", "/nothing", null, Map.of()), "not_found");
        problem(api.get(api.shopHmac, "/v1/payments/pay_1"), "not_found");
        problem(api.get(api.shopHmac, "/v1/payments/sp_01jq8zv3m5xk2d7c9t1n4b6g8h"), "not_found");
        ApiServer.Reply method = api.post(api.shopHmac, "/v1/balance", "{}");
        problem(method, "method_not_allowed");
        assertThat(method.header("Allow")).contains("GET");
        Map<String, String> text =
                with(api.signed(api.shopHmac, "/v1/payments", GOOD, "m1"), "Content-Type", "text/plain");
        problem(api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), text), "unsupported_media_type");
        Map<String, String> latin = with(text, "Content-Type", "application/json; charset=iso-8859-1");
        problem(api.send("POST", "/v1/payments", ApiServer.bytes(GOOD), latin), "unsupported_media_type");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/payments?limit=0, invalid_request, limit",
        "/v1/payments?limit=101, invalid_request, limit",
        "/v1/payments?limit=ten, invalid_request, limit",
        "/v1/payments?limit=1&limit=2, invalid_request, limit",
        "/v1/payments?colour=red, unknown_field, colour",
        "/v1/payments?state=paid, invalid_request, state",
        "/v1/payments?from=yesterday, invalid_request, from",
        "/v1/statement?cursor=!!, invalid_cursor, cursor",
        "/v1/webhook-deliveries?cursor=x, invalid_cursor, cursor",
    })
    void queries(String path, String code, String field) {
        ApiServer.Reply reply = api.get(api.shopHmac, path);
        problem(reply, code);
        assertThat(reply.text("field")).isEqualTo(field);
    }

    @Test
    void theWrongKindOfCaller() {
        problem(api.get(api.shopHmac, "/v1/wallet"), "forbidden");
        problem(api.get(api.device, "/v1/balance"), "forbidden");
        problem(api.post(api.shopHmac, "/v1/cash-in", "{}"), "forbidden");
        problem(api.post(api.agentHmac, "/v1/payments", GOOD), "forbidden");
        problem(api.post(api.device, "/v1/payments", GOOD), "forbidden");
    }

    @Test
    void whatTomcatItselfRefusesIsAProblemToo() throws IOException {
        for (String start : List.of("GET /v1/%zz HTTP/1.1", "GET /v1/\"x HTTP/1.1", "nonsense")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(ApiServer.bytes(start + "\r\nHost: x\r\nConnection: close\r\n\r\n"));
                out.flush();
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer)
                        .as(start)
                        .contains("application/problem+json")
                        .doesNotContain("<html", "apache", "at org.");
            }
        }
    }

    @Test
    void theLanguageAndTheRequestIdAreTheCallers() {
        Map<String, String> headers = Map.of("Accept-Language", "en-GB, zh;q=0.5", "Request-Id", "my-request-1");
        ApiServer.Reply english = api.send("GET", "/v1/balance", null, headers);
        assertThat(english.text("title")).startsWith("The request is not signed");
        assertThat(english.text("request_id")).isEqualTo("my-request-1").isEqualTo(english.header("Request-Id"));
        ApiServer.Reply chinese = api.send("GET", "/v1/balance", null, Map.of("Request-Id", "no spaces please"));
        assertThat(chinese.text("title")).startsWith("请求没有签名");
        assertThat(chinese.text("request_id")).startsWith("req_");
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static void problem(ApiServer.Reply reply, String code) {
        assertThat(reply.text("code")).as(reply.response().body()).isEqualTo(code);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.number("status")).isEqualTo(reply.status());
        assertThat(reply.text("type")).isEqualTo("/docs/errors#" + code);
        assertThat(reply.text("request_id")).isNotEmpty();
        assertThat(reply.response().body()).doesNotContain("Exception", "at io.tongbao");
    }
}
