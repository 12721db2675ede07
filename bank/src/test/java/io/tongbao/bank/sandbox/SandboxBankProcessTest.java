package io.tongbao.bank.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.http.sandbox.HttpFaces;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Trick;
import io.tongbao.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SandboxBankProcessTest {

    private static final UUID ID = UUID.fromString("01955000-0000-7000-8000-000000000001");

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void itsBooksOutliveItAndItsScriptIsOrderedFromOutside() throws Exception {
        String card =
                SandboxAccounts.seeded(SandboxAccounts.FIRST_BANK).getFirst().number();
        String[] arguments = {"--data", directory.toString(), "--accounts", SandboxAccounts.FIRST_BANK, "--seed", "3"};
        try (SandboxBank bank = SandboxBankProcess.start(arguments, List.of(new HttpFaces()), clock)) {
            String control = control();
            assertThat(post(control, "script", """
                {"next": [{"operation": "debit", "mischief": "decline", "argument": "61", "times": 2}],
                 "odds": [{"operation": "*", "mischief": "twice", "per_million": 1000000}], "seed": 5}\
                """)).isEqualTo(200);
            assertThat(bank.script().draw("debit")).isEqualTo(new Trick(Mischief.DECLINE, "61"));
            assertThat(bank.script().draw("credit")).isEqualTo(Trick.of(Mischief.TWICE));
            assertThat(post(control, "clear", "{}")).isEqualTo(200);
            assertThat(bank.script().draw("debit")).isEqualTo(Trick.NONE);
            assertThat(post(control, "script", "{\"next\": [{\"operation\": \"debit\", \"mischief\": \"late\"}]}"))
                    .as("late needs milliseconds")
                    .isEqualTo(400);
            assertThat(post(control, "accounts", """
                {"accounts": [{"number": "6222003000000001", "holder": "a", "id_number": "b", "phone": "c",
                  "type": "debit", "balance_minor": 500}]}\
                """)).isEqualTo(200);
            bank.books().debit(ID, card, 1_00, FakeClock.START);
            bank.books().signUp(ID, SignUp.Mode.BANK_COUNTER, CardDetails.ofNumber(card), "c", "");
            assertThat(post(control, "confirm", "{\"id\": \"" + ID + "\"}")).isEqualTo(200);
        }
        try (SandboxBank bank = SandboxBankProcess.start(arguments, List.of(new HttpFaces()), clock)) {
            String books = client.send(request(control(), "books").GET().build(), BodyHandlers.ofString())
                    .body();
            assertThat(books)
                    .contains("{\"number\":\"" + card + "\",\"balance_minor\":999900}")
                    .contains("\"id\":\"" + ID + "\",\"kind\":\"debit\"")
                    .contains("\"signed\":true")
                    .contains("6222003000000001")
                    .doesNotContain(SandboxAccounts.SECOND_BANK);
            assertThat(bank.books().confirm(ID, "")).isInstanceOf(SignUpStep.Signed.class);
        }
    }

    @Test
    void aPageElsewhereCannotReachIt() throws Exception {
        try (SandboxBank bank =
                SandboxBankProcess.start(new String[] {"--data", directory.toString()}, List.of(), clock)) {
            String address = bank.faces().getFirst().address();
            int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream()
                        .write("GET /sandbox/books HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 400");
            }
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        for (String[] wrong : List.of(
                new String[] {},
                new String[] {"--data"},
                new String[] {"--colour", "red"},
                new String[] {"--data", "x", "--face", "telex"},
                new String[] {"--data", directory.toString(), "--face", "http", "colour=red"})) {
            assertThatThrownBy(() -> SandboxBankProcess.start(wrong, List.of(new HttpFaces()), clock))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private String control() throws IOException {
        return Files.readAllLines(directory.resolve("addresses")).stream()
                .filter(line -> line.startsWith("control="))
                .map(line -> line.substring("control=".length()))
                .findFirst()
                .orElseThrow();
    }

    private int post(String control, String what, String body) throws IOException, InterruptedException {
        HttpResponse<Void> answer = client.send(
                request(control, what)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.discarding());
        return answer.statusCode();
    }

    private static HttpRequest.Builder request(String control, String what) {
        return HttpRequest.newBuilder(URI.create("http://" + control + "/sandbox/" + what));
    }
}
