package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.server.settings.ServerOptions;
import io.tongbao.testkit.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A customer's life over HTTP, in a sandbox with a phone to read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CustomersApiTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PIN = "804617";

    private final HttpClient client = HttpClient.newHttpClient();
    private Path directory = Path.of("");
    private @Nullable TongbaoServer running;
    private int browsers;

    @BeforeAll
    void start() throws IOException {
        Files.createDirectories(TestPostgres.programs());
        directory = Files.createTempDirectory(TestPostgres.programs(), "customers-");
        running = TongbaoServer.start(ServerOptions.sandbox(directory.resolve("data"), 0));
    }

    @AfterAll
    void stop() throws IOException {
        client.close();
        server().close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private TongbaoServer server() {
        TongbaoServer now = running;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        return now;
    }

    private record Answer(int status, JsonNode json, String text) {

        String text(String field) {
            return json.path(field).asString("");
        }
    }

    /** A browser with its cookies. */
    private final class Browser {

        private final String language;
        private final Map<String, String> cookies = new HashMap<>();
        private String csrf = "";
        /** A place of its own: what one browser asks for makes no other suspicious. */
        private final String address = "203.0.113." + ++browsers;

        Browser(String language) {
            this.language = language;
        }

        Answer send(String method, String path, String body, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server().address() + path))
                    .header("Accept-Language", language)
                    .header("X-Forwarded-For", address)
                    .method(
                            method,
                            body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
            if (!body.isEmpty()) {
                request.header("Content-Type", "application/json");
            }
            if (!csrf.isEmpty()) {
                request.header("X-CSRF-Token", csrf);
            }
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            try {
                HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                for (String cookie : response.headers().allValues("set-cookie")) {
                    String pair = cookie.substring(0, cookie.indexOf(';'));
                    int equals = pair.indexOf('=');
                    cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
                String text = response.body();
                return new Answer(response.statusCode(), JSON.readTree(text.isEmpty() ? "{}" : text), text);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        Answer get(String path) {
            return send("GET", path, "");
        }

        Answer post(String path, String body) {
            return send("POST", path, body);
        }
    }

    private String code(Browser browser, String number) {
        String text = browser.get("/sandbox/texts?limit=1&to=" + number)
                .json()
                .path(0)
                .path("text")
                .asString();
        return text.replaceAll("(?s).*?([0-9]{6}).*", "$1");
    }

    private Browser registered(String number, String language) {
        Browser browser = new Browser(language);
        Answer started = browser.post("/app/v1/registrations", "{\"msisdn\":\"" + number + "\"}");
        assertThat(started.status()).as(started.text()).isEqualTo(201);
        assertThat(started.text()).doesNotContain(number);
        String path = "/app/v1/registrations/" + started.text("id");
        assertThat(browser.post(path + "/number", "{\"code\":\"" + code(browser, number) + "\"}")
                        .text("next"))
                .isEqualTo("accept_terms");
        String version = browser.get("/app/v1/terms").text("version");
        assertThat(browser.post(path + "/terms", "{\"version\":\"" + version + "\"}")
                        .text("next"))
                .isEqualTo("finish");
        assertThat(browser.post(path + "/finish", "{\"name\":\"李雷\",\"pin\":\"123456\"}")
                        .text("code"))
                .isEqualTo("pin_run");
        Answer finished = browser.post(path + "/finish", "{\"name\":\"李雷\",\"pin\":\"" + PIN + "\"}");
        assertThat(finished.status()).as(finished.text()).isEqualTo(201);
        browser.csrf = finished.text("csrf_token");
        return browser;
    }

    private void fund(Browser browser, String number) {
        Answer cash = browser.send(
                "POST",
                "/v1/cash-in",
                "{\"amount_minor\":200000,\"currency\":\"CNY\",\"customer\":{\"msisdn\":\"" + number + "\"}}",
                "Authorization",
                "Bearer sk_test_bank",
                "Idempotency-Key",
                "fund-" + number);
        assertThat(cash.status()).as(cash.text()).isEqualTo(201);
    }

    private String order(Browser browser, String reference, long minor) {
        Answer created = browser.send(
                "POST",
                "/v1/payments",
                "{\"reference\":\"" + reference + "\",\"amount_minor\":" + minor
                        + ",\"currency\":\"CNY\",\"subject\":\"Latte\"}",
                "Authorization",
                "Bearer sk_test_coffee",
                "Idempotency-Key",
                reference);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.text("id");
    }

    @ParameterizedTest
    @CsvSource({"zh, 13900000001, 110101199003070011, 实名", "en, 13900000002, 11010119900307002X, identity"})
    void fromANumberToAPayment(String language, String number, String identity, String advice) {
        Browser browser = registered(number, language);
        fund(browser, number);
        String payment = order(browser, "latte-" + language, 1_200);
        Answer challenge = browser.post("/app/v1/challenges", "{\"payment\":\"" + payment + "\"}");
        assertThat(challenge.status()).as(challenge.text()).isEqualTo(201);
        assertThat(challenge.text("shown")).contains("Tongbao Coffee", "Latte");
        String path = "/app/v1/challenges/" + challenge.text("id");
        assertThat(browser.post(path + "/pin", "{\"pin\":\"111222\"}").text("code"))
                .isEqualTo("pin_wrong");
        assertThat(browser.post(path + "/pin", "{\"pin\":\"" + PIN + "\"}").text("state"))
                .isEqualTo("satisfied");
        String body = "{\"challenge\":\"" + challenge.text("id") + "\"}";
        Answer unverified =
                browser.send("POST", "/app/v1/payments/" + payment + "/confirm", body, "Idempotency-Key", "first");
        assertThat(unverified.text("code")).isEqualTo("identity_required");
        assertThat(unverified.text()).contains(advice);

        Answer claimed = browser.send(
                "PUT",
                "/app/v1/identity",
                "{\"name\":\"李雷\",\"document\":{\"kind\":\"resident_card\",\"number\":\"" + identity + "\"}}");
        assertThat(claimed.status()).as(claimed.text()).isEqualTo(200);
        assertThat(claimed.text()).doesNotContain(identity, "李雷");
        Answer checked = browser.post("/app/v1/identity/checks", "{\"kinds\":[\"public_security\"]}");
        assertThat(checked.text("class")).isEqualTo("i");
        assertThat(checked.json().path("limits").path("lifetime_minor").asLong())
                .isEqualTo(100_000);

        Answer paid =
                browser.send("POST", "/app/v1/payments/" + payment + "/confirm", body, "Idempotency-Key", "second");
        assertThat(paid.status()).as(paid.text()).isEqualTo(200);
        assertThat(paid.text("state")).isEqualTo("succeeded");
        assertThat(paid.text("method")).isEqualTo("challenge");
        Answer again =
                browser.send("POST", "/app/v1/payments/" + payment + "/confirm", body, "Idempotency-Key", "second");
        assertThat(again.text()).isEqualTo(paid.text());
        assertThat(browser.get("/app/v1/account").json().path("available_minor").asLong())
                .isEqualTo(198_800);
        assertThat(browser.get("/app/v1/notices").json().path("data").size()).isGreaterThanOrEqualTo(2);
        assertThat(browser.post("/app/v1/account/freeze", "{}").text("state")).isEqualTo("standing");
        assertThat(browser.get("/app/v1/account").text("status")).isEqualTo("frozen");
        assertThat(browser.get("/app/v1/account/holds").json().path("data").size())
                .isEqualTo(1);
    }

    @Test
    void whoIsNotSignedInSeesNothingAndOthersSeeOnlyTheirOwn() {
        Browser nobody = new Browser("en");
        for (String path : new String[] {"account", "identity", "notices", "devices", "account/holds"}) {
            assertThat(nobody.get("/app/v1/" + path).text("code")).isEqualTo("not_signed_in");
        }
        Browser one = registered("13900000003", "en");
        Browser other = registered("13900000004", "en");
        String challenge = one.post("/app/v1/challenges", "{\"purpose\":\"close_account\"}")
                .text("id");
        assertThat(one.get("/app/v1/challenges/" + challenge).text("state")).isEqualTo("open");
        assertThat(other.get("/app/v1/challenges/" + challenge).text("code")).isEqualTo("challenge_not_found");
        assertThat(other.post("/app/v1/challenges/" + challenge + "/pin", "{\"pin\":\"" + PIN + "\"}")
                        .text("code"))
                .isEqualTo("challenge_not_found");
        assertThat(one.post("/app/v1/account/close", "{\"challenge\":\"" + challenge + "\"}")
                        .text("code"))
                .isEqualTo("challenge_open");
        one.csrf = "";
        assertThat(one.post("/app/v1/account/freeze", "{}").text("code")).isEqualTo("csrf_token_required");
    }

    @Test
    void theRegistrysAnswersAreScripted() {
        Browser browser = registered("13900000005", "en");
        browser.send(
                "PUT",
                "/app/v1/identity",
                "{\"name\":\"Ann\",\"document\":{\"kind\":\"passport\",\"country\":\"UTO\",\"number\":\"X12345678\","
                        + "\"expires_on\":\"2099-01-01\"}}");
        browser.post("/sandbox/identity", "{\"number\":\"X12345678\",\"kind\":\"bank_card\",\"answer\":\"unknown\"}");
        browser.post("/sandbox/identity", "{\"number\":\"X12345678\",\"kind\":\"face\",\"answer\":\"mismatch\"}");
        Answer asked = browser.post("/app/v1/identity/checks", "{\"kinds\":[\"bank_card\",\"face\"]}");
        assertThat(asked.text("class")).isEqualTo("none");
        String waiting = "";
        for (JsonNode check : asked.json().path("checks")) {
            boolean bank = check.path("kind").asString().equals("bank_card");
            assertThat(check.path("state").asString()).isEqualTo(bank ? "asked" : "failed");
            waiting = bank ? check.path("id").asString() : waiting;
        }
        browser.post("/sandbox/identity/answers", "{\"check\":\"" + waiting + "\",\"answer\":\"match\"}");
        assertThat(browser.get("/app/v1/identity").text("class")).isEqualTo("i");
        assertThat(browser.get("/sandbox/texts?to=13900000005").text()).contains("class I");
    }
}
