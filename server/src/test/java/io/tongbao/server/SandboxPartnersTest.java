package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.bank.SignUp;
import io.tongbao.customer.Customers;
import io.tongbao.kernel.Msisdn;
import io.tongbao.payment.card.BindCard;
import io.tongbao.payment.card.BindCardCommand;
import io.tongbao.payment.card.BoundCard;
import io.tongbao.payment.card.CardDesk;
import io.tongbao.payment.card.CardNumber;
import io.tongbao.payment.card.ConfirmCard;
import io.tongbao.server.settings.PartnerFiles;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.testkit.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sandbox as it ships: the phone bill and cards of both banks pay, over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SandboxPartnersTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Msisdn PAYER = new Msisdn("+8613800138000");

    private final HttpClient client = HttpClient.newHttpClient();
    private Path directory = Path.of("");
    private @Nullable TongbaoServer running;

    @BeforeAll
    void start() throws IOException {
        Files.createDirectories(TestPostgres.programs());
        directory = Files.createTempDirectory(TestPostgres.programs(), "partners-");
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

    @Test
    void thePhoneBillPays() throws IOException, InterruptedException {
        assertThat(paid("bill-1", "{\"type\": \"phone_bill\"}")).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6222001000001013", "6255001000001013"})
    void aBoundCardPays(String number) throws IOException, InterruptedException {
        UUID customer =
                server().bean(Customers.class).byMsisdn(PAYER).orElseThrow().id();
        CardDesk desk = server().bean(CardDesk.class);
        BoundCard asked = new BindCard(desk)
                .execute(new BindCardCommand(
                        customer,
                        "bind-" + number,
                        CardNumber.parse(number),
                        "3512",
                        null,
                        null,
                        null,
                        PAYER,
                        SignUp.Mode.BANK_CODE,
                        ""));
        BoundCard bound = new ConfirmCard(desk).execute(customer, asked.id(), "123456");
        String source = "{\"type\": \"bank_card\", \"card\": \"" + bound.publicId() + "\"}";
        assertThat(paid("card-" + number, source)).isEqualTo("succeeded");
    }

    @Test
    void partnersAreReadFromTheOperatorsFiles(@TempDir Path files) throws IOException {
        Files.writeString(
                files.resolve("icbc.properties"),
                "id = icbc\nkind = iso8583\nname.zh = 工商银行\nname.en = ICBC\naddresses = 127.0.0.1:1\n");
        assertThat(PartnerFiles.read(files))
                .singleElement()
                .satisfies(icbc -> assertThat(icbc.nameZh()).isEqualTo("工商银行"))
                .satisfies(icbc -> assertThat(icbc.values()).containsOnlyKeys("addresses"));
        Files.writeString(files.resolve("bad.properties"), "kind = http\n");
        assertThatThrownBy(() -> PartnerFiles.read(files))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("bad.properties")
                .hasMessageContaining("the line id is missing");
    }

    private String paid(String reference, String source) throws IOException, InterruptedException {
        JsonNode created = post(
                "/v1/payments",
                "create-" + reference,
                "{\"reference\": \"" + reference
                        + "\", \"amount_minor\": 1200, \"currency\": \"CNY\", \"subject\": \"Latte\"}");
        JsonNode confirmed = post(
                "/v1/payments/reference/" + reference + "/confirm",
                "confirm-" + reference,
                "{\"payer\": {\"msisdn\": \"13800138000\", \"pin\": \"258036\"}, \"amount_minor\": 1200, \"funding_source\": "
                        + source + "}");
        assertThat(confirmed.path("state").asString(""))
                .as(confirmed.toString())
                .isEqualTo("processing");
        JsonNode ended = get("/v1/payments/" + created.path("id").asString("") + "?wait=30");
        return ended.path("state").asString("");
    }

    private JsonNode post(String path, String key, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server().address() + path))
                .header("Authorization", "Bearer sk_test_coffee");
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return JSON.readTree(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private TongbaoServer server() {
        TongbaoServer now = running;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        return now;
    }
}
