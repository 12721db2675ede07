package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.tongbao.credential.Factor;
import io.tongbao.edge.EdgeServlet;
import io.tongbao.staff.Role;
import io.tongbao.staff.Staff;
import io.tongbao.staff.StaffMember;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sends secrets everywhere they could be sent, rightly and wrongly, and then looks for them: in every table, every log line,
 * the metrics, the audit export, the webhooks and every answer. A planted one must be found, or the scan shows nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LeakScanTest {

    private static final String NUMBER = "13911110001";
    private static final String ACCOUNT = "/app/v1/";

    /** Everything a careless caller might put a secret into. */
    private static final String SPRAY =
            """
            {"pan":"%1$s","card_number":"%1$s","cvv":"%2$s","pin":"%3$s","code":"%3$s","password":"%4$s",
             "id_number":"%5$s","msisdn":"%1$s","name":"x","reference":{"pan":"%1$s"},"subject":["%1$s"],
             "amount_minor":"%1$s","payer":{"msisdn":"%1$s","pin":"%1$s","cvv":"%2$s"},
             "customer":{"id":"%1$s","pin":"%4$s"},"document":{"kind":"resident_card","number":"%5$s0"},
             "%1$s":"x"}
            """.formatted(Canaries.PAN, Canaries.CVV, Canaries.WRONG_PIN, Canaries.PASSWORD, Canaries.IDENTITY);

    private final Canaries canaries = new Canaries();
    private final Queue<String> logs = new ConcurrentLinkedQueue<>();
    private final List<String> answers = new ArrayList<>();
    private final Map<String, String> cookies = new HashMap<>();
    private final OpsDesk desk;
    private String csrf = "";
    private int keys;

    LeakScanTest() throws IOException {
        desk = new OpsDesk();
    }

    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            logs.add(event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
        }
    };

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @BeforeAll
    void listen() {
        listener.start();
        root().addAppender(listener);
        // What an operator might switch on to look for a fault.
        ((Logger) LoggerFactory.getLogger("io.tongbao")).setLevel(Level.DEBUG);
    }

    @AfterAll
    void close() throws IOException {
        root().detachAppender(listener);
        ((Logger) LoggerFactory.getLogger("io.tongbao")).setLevel(null);
        desk.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... more)
            throws IOException, InterruptedException {
        List<String> headers = new ArrayList<>(List.of(more));
        if (!method.equals("GET") && !headers.contains("Idempotency-Key")) {
            headers.addAll(List.of("Idempotency-Key", "leak-" + ++keys));
        }
        HttpResponse<String> answer = desk.send(method, path, body, headers);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isLessThan(500);
        // Without the address asked, which is ours.
        answers.add(answer.statusCode() + " " + answer.body() + " "
                + answer.headers().map());
        return answer;
    }

    /** As a customer's browser. */
    private HttpResponse<String> app(String method, String path, String body) throws IOException, InterruptedException {
        List<String> headers = new ArrayList<>();
        if (!cookies.isEmpty()) {
            headers.add("Cookie");
            headers.add(String.join(
                    "; ",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .toList()));
        }
        if (!csrf.isEmpty()) {
            headers.addAll(List.of("X-CSRF-Token", csrf));
        }
        HttpResponse<String> answer = send(method, path, body, headers.toArray(String[]::new));
        for (String cookie : answer.headers().allValues("set-cookie")) {
            int equals = cookie.indexOf('=');
            cookies.put(cookie.substring(0, equals), cookie.substring(equals + 1, cookie.indexOf(';')));
        }
        String token = field(answer, "csrf_token");
        csrf = token.isEmpty() ? csrf : token;
        return answer;
    }

    private static String field(HttpResponse<String> answer, String name) {
        String marker = "\"" + name + "\":\"";
        int at = answer.body().indexOf(marker);
        return at < 0
                ? ""
                : answer.body().substring(at + marker.length(), answer.body().indexOf('"', at + marker.length()));
    }

    private HttpResponse<String> done(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer;
    }

    /** The last code the phone got; from now on sought everywhere but on the phone. */
    private String code() throws IOException, InterruptedException {
        String code = desk.send("GET", "/sandbox/texts?limit=1&to=" + NUMBER, "", List.of())
                .body()
                .replaceAll("(?s).*?[^0-9]([0-9]{6})[^0-9].*", "$1");
        assertThat(code).matches("[0-9]{6}");
        canaries.add("code", code);
        return code;
    }

    /** A customer who types every secret there is, wrongly and rightly. */
    private void live() throws IOException, InterruptedException {
        String id = field(done(app("POST", ACCOUNT + "registrations", "{\"msisdn\":\"" + NUMBER + "\"}")), "id");
        String path = ACCOUNT + "registrations/" + id;
        String code = code();
        app("POST", path + "/number", "{\"code\":\"" + Canaries.WRONG_PIN + "\"}");
        done(app("POST", path + "/number", "{\"code\":\"" + code + "\"}"));
        String version = field(app("GET", ACCOUNT + "terms", ""), "version");
        done(app("POST", path + "/terms", "{\"version\":\"" + version + "\"}"));
        done(app("POST", path + "/finish", "{\"name\":\"" + Canaries.HOLDER + "\",\"pin\":\"" + Canaries.PIN + "\"}"));
        done(app(
                "PUT",
                ACCOUNT + "identity",
                "{\"name\":\"" + Canaries.HOLDER + "\",\"document\":{\"kind\":\"resident_card\",\"number\":\""
                        + Canaries.IDENTITY + "\"}}"));
        done(app("POST", ACCOUNT + "identity/checks", "{\"kinds\":[\"public_security\"]}"));
        app("PUT", ACCOUNT + "password", "{\"password\":\"" + Canaries.PASSWORD + "\"}");
        app(
                "POST",
                ACCOUNT + "session/password",
                "{\"msisdn\":\"" + NUMBER + "\",\"password\":\"" + Canaries.PASSWORD + "\"}");
        String cash = "{\"amount_minor\":20000,\"currency\":\"CNY\",\"customer\":{\"msisdn\":\"" + NUMBER + "\"}}";
        done(send("POST", "/v1/cash-in", cash, "Authorization", "Bearer sk_test_bank"));
        for (String pin : new String[] {Canaries.WRONG_PIN, Canaries.PIN}) {
            send(
                    "POST",
                    "/v1/payments",
                    "{\"reference\":\"leak-" + ++keys
                            + "\",\"amount_minor\":100,\"currency\":\"CNY\",\"subject\":\"Tea\","
                            + "\"payer\":{\"msisdn\":\"" + NUMBER + "\",\"pin\":\"" + pin + "\"}}",
                    "Authorization",
                    "Bearer sk_test_coffee");
        }
        app("POST", ACCOUNT + "data-statements", "{}");
    }

    /** Every route, with a body, a query and a path full of secrets, as anybody. */
    private void spray() throws IOException, InterruptedException {
        StaffMember admin = desk.member("sprayer", Role.values());
        String[] staff = OpsDesk.headers(desk.session(admin, Factor.PASSWORD, Factor.TOTP))
                .toArray(String[]::new);
        String[] shop = {"Authorization", "Bearer sk_test_coffee"};
        String[] thief = {"Authorization", "Bearer " + Canaries.PAN};
        int routes = 0;
        for (ServletRegistrationBean<?> registration : desk.server.beans(ServletRegistrationBean.class)) {
            if (!(registration.getServlet() instanceof EdgeServlet<?> edge)) {
                continue;
            }
            for (var route : edge.router().routes()) {
                String path = route.template().replaceAll("\\{[^}]*}", Canaries.PAN);
                String query = "?pan=" + Canaries.PAN + "&pin=" + Canaries.PIN + "&cursor=" + Canaries.IDENTITY;
                String body = route.method().equals("GET") ? "" : SPRAY;
                routes++;
                send(route.method(), path + query, body);
                send(route.method(), path, body, shop);
                send(route.method(), path, body, thief);
                send(route.method(), path, body.isEmpty() ? "" : body.substring(0, body.length() / 2), shop);
                if (!path.endsWith("/session") && !path.contains("sessions")) {
                    send(route.method(), path, body, staff);
                    app(route.method(), path, body);
                }
            }
        }
        assertThat(routes).isGreaterThan(90);
        send("GET", "/" + Canaries.PAN, "");
        send("GET", "/v1/" + Canaries.PAN + "/" + Canaries.PIN, "", shop);
    }

    /** Everything that is kept or told, as text, by where it is. */
    private Map<String, String> everything() throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>();
        JdbcClient jdbc = desk.bean(JdbcClient.class);
        List<String> tables = jdbc.sql("""
                        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)'""").query(String.class).list();
        assertThat(tables).hasSizeGreaterThan(40);
        for (String table : tables) {
            all.put(
                    "table " + table,
                    String.join(
                            "\n",
                            jdbc.sql("SELECT t::text FROM " + table + " t")
                                    .query(String.class)
                                    .list()));
        }
        all.put("logs", String.join("\n", logs));
        all.put("metrics", desk.send("GET", "/metrics", "", List.of()).body());
        all.put(
                "webhooks",
                desk.send("GET", "/sandbox/webhooks?limit=100", "", List.of()).body());
        String[] headers = OpsDesk.headers(desk.session(auditor(), Factor.PASSWORD, Factor.TOTP))
                .toArray(String[]::new);
        all.put(
                "audit export",
                desk.send("GET", "/ops/v1/audit/export", "", List.of(headers)).body());
        all.put("answers", String.join("\n", answers));
        return all;
    }

    private StaffMember auditor() {
        String login = "leak-auditor";
        return desk.bean(Staff.class).byLogin(login).orElseGet(() -> desk.member(login, Role.AUDITOR));
    }

    private List<String> scan() throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        everything().forEach((where, text) -> found.addAll(canaries.foundIn(where, text)));
        return found;
    }

    @Test
    void noSecretIsKeptOrToldAndAPlantedOneIsFound() throws IOException, InterruptedException {
        live();
        spray();
        // The request log is written behind: it must be there before it is looked at.
        awaitRequestLog();
        assertThat(scan()).isEmpty();

        LoggerFactory.getLogger("io.tongbao.planted").info("card {} was refused", Canaries.PAN);
        JdbcClient jdbc = desk.bean(JdbcClient.class);
        jdbc.sql("CREATE TABLE public.planted (note text, raw bytea)").update();
        jdbc.sql("INSERT INTO public.planted VALUES (?, convert_to(?, 'UTF8'))")
                .param("cvv: " + Canaries.CVV)
                .param(Canaries.IDENTITY)
                .update();
        answers.add(Base64.getEncoder().encodeToString(("x" + Canaries.PASSWORD).getBytes(StandardCharsets.UTF_8)));
        assertThat(scan())
                .anyMatch(line -> line.startsWith("logs: PAN"))
                .anyMatch(line -> line.startsWith("table public.planted: CVV"))
                .anyMatch(line -> line.startsWith("table public.planted: identity number"))
                .anyMatch(line -> line.startsWith("answers: password"));
    }

    private void awaitRequestLog() throws IOException, InterruptedException {
        String last = "leak-log-" + ++keys;
        send("GET", "/v1/balance", "", "Authorization", "Bearer sk_test_coffee", "Request-Id", last);
        JdbcClient jdbc = desk.bean(JdbcClient.class);
        for (int tries = 0; tries < 6_000; tries++) {
            Long rows = jdbc.sql("SELECT count(*) FROM merchant.request_log WHERE request_id = ?")
                    .param(last)
                    .query(Long.class)
                    .single();
            if (rows > 0) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        throw new AssertionError("the request log was not written");
    }
}
