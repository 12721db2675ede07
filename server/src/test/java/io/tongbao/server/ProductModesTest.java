package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.kernel.Mode;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.testkit.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole product over HTTP: README's first screen in the sandbox, and what production refuses. */
final class ProductModesTest {

    private final HttpClient client = HttpClient.newHttpClient();
    /** Beside the unpacked programs, so that each test does not unpack its own. */
    private Path directory = Path.of("");

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectories(TestPostgres.programs());
        directory = Files.createTempDirectory(TestPostgres.programs(), "modes-");
    }

    @AfterEach
    void removeDirectory() throws IOException {
        client.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private TongbaoServer start(Mode mode) {
        ServerOptions here = ServerOptions.sandbox(directory.resolve("data"), 0);
        return TongbaoServer.start(new ServerOptions(
                mode,
                here.bind(),
                here.port(),
                here.dataDirectory(),
                here.keysDirectory(),
                null,
                here.poolConnections()));
    }

    private HttpResponse<String> send(TongbaoServer server, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void readmesFirstScreenMovesMoney() throws IOException, InterruptedException {
        try (TongbaoServer server = start(Mode.SANDBOX)) {
            assertThat(String.join("\n", server.notices())).contains("sk_test_coffee", "258036");
            String[] key = {"Authorization", "Bearer sk_test_coffee", "Idempotency-Key", "try-1"};
            String order = "{\"reference\": \"latte-1\", \"amount_minor\": 1200, \"currency\": \"CNY\","
                    + " \"subject\": \"Latte\"}";
            HttpResponse<String> created = send(server, "POST", "/v1/payments", order, key);
            assertThat(created.statusCode()).isEqualTo(201);
            key[3] = "try-2";
            HttpResponse<String> confirmed = send(
                    server,
                    "POST",
                    "/v1/payments/reference/latte-1/confirm",
                    "{\"payer\": {\"msisdn\": \"13800138000\", \"pin\": \"258036\"}, \"amount_minor\": 1200}",
                    key);
            assertThat(confirmed.statusCode()).isEqualTo(200);
            assertThat(confirmed.body()).contains("\"state\":\"succeeded\"");
            HttpResponse<String> repeated = send(
                    server,
                    "POST",
                    "/v1/payments/reference/latte-1/confirm",
                    "{\"payer\": {\"msisdn\": \"13800138000\", \"pin\": \"258036\"}, \"amount_minor\": 1200}",
                    key);
            assertThat(repeated.body()).isEqualTo(confirmed.body());
            assertThat(send(server, "GET", "/v1/balance", "", "Authorization", "Bearer sk_test_coffee")
                            .body())
                    .contains("\"balance_minor\":1200");
        }
    }

    @Test
    void productionRefusesWhatBelongsToTheSandbox() throws IOException, InterruptedException, SQLException {
        try (TongbaoServer server = start(Mode.PRODUCTION)) {
            assertThat(server.notices()).isEqualTo(List.of());
            assertThat(send(server, "GET", "/v1/balance", "", "Authorization", "Bearer sk_test_coffee")
                            .body())
                    .as("plain HTTP")
                    .contains("\"code\":\"https_required\"");
            String[] viaTls = {"Authorization", "Bearer sk_test_coffee", "X-Forwarded-Proto", "https"};
            assertThat(send(server, "GET", "/v1/balance", "", viaTls).body()).contains("\"code\":\"wrong_mode\"");
            viaTls[1] = "Bearer sk_live_whatever";
            assertThat(send(server, "GET", "/v1/balance", "", viaTls).body())
                    .contains("\"code\":\"bearer_not_allowed\"");
            assertThat(send(server, "GET", "/sandbox/webhooks", "").statusCode())
                    .isEqualTo(404);
            assertThat(send(server, "GET", "/health/ready", "").statusCode()).isEqualTo(200);
            assertThat(count(server, "customer.customer") + count(server, "merchant.provider"))
                    .as("nobody is seeded")
                    .isZero();
        }
    }

    private static int count(TongbaoServer server, String table) throws SQLException {
        try (var connection = server.bean(DataSource.class).getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(String.format(Locale.ROOT, "SELECT count(*) FROM %s", table))) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
