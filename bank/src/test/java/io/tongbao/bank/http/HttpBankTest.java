package io.tongbao.bank.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tongbao.bank.Bank;
import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.BankKind;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.SignUpAnswer;
import io.tongbao.bank.http.wire.BadSeal;
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.bank.http.wire.SealAlgorithm;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Money;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import io.tongbao.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What the adapter makes of answers that no well-behaved bank gives, and of none. */
final class HttpBankTest {

    @TempDir
    Path keys;

    private final FakeClock clock = new FakeClock();
    private final Ids ids = Ids.secure(clock);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private HttpServer server;
    private volatile String body = "{}";
    private volatile int status = 200;
    private volatile boolean hold;

    @BeforeEach
    void listen() throws IOException {
        TestKeys.copyTo(keys, SealAlgorithm.SM2);
        Seal seal = new Seal(TestKeys.ofBank(keys, SealAlgorithm.SM2), clock, new SecureRandom());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] request = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getLast()));
            try (exchange) {
                String nonce =
                        seal.checkRequest("POST", exchange.getRequestURI().getRawPath(), headers, request);
                if (hold) {
                    arrived.countDown();
                    held.await();
                }
                String id = new String(request, StandardCharsets.UTF_8).replaceAll(".*?\"id\":\"([^\"]*)\".*", "$1");
                byte[] answer = body.replace("$ID", id).getBytes(StandardCharsets.UTF_8);
                seal.sealAnswer(status, nonce, answer)
                        .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
            } catch (BadSeal e) {
                exchange.sendResponseHeaders(401, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        held.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {}                                              | UNREADABLE",
                "200 | nonsense                                        | UNREADABLE",
                "200 | {\"id\":\"$ID\",\"state\":\"perhaps\"}          | UNREADABLE",
                "200 | {\"id\":\"00000000-0000-0000-0000-000000000000\",\"state\":\"done\"} | UNREADABLE",
                "200 | {\"id\":\"$ID\",\"state\":\"done\",\"reference\":7} | UNREADABLE",
                "200 | {\"id\":\"$ID\",\"state\":\"error\"}            | PARTNER_ERROR",
                "503 | {\"id\":\"$ID\",\"state\":\"done\"}             | PARTNER_ERROR",
                "400 | {\"id\":\"$ID\",\"state\":\"declined\",\"code\":\"51\"} | PARTNER_ERROR"
            })
    void whatCannotBeBelievedIsUnknown(int withStatus, String withBody, Doubt doubt) {
        status = withStatus;
        body = withBody;
        try (Bank bank = open(Map.of())) {
            BankInstruction.Debit debit = debit();
            assertThat(bank.debit(debit)).isEqualTo(new PartnerAnswer.Unknown(doubt));
            assertThat(bank.inquire(original(debit))).isEqualTo(new InquiryAnswer.NoAnswer(doubt));
        }
    }

    @Test
    void anAnswerThatIsTooLongIsNotRead() {
        body = "{\"id\":\"$ID\",\"state\":\"done\",\"more\":\"" + "x".repeat(300 * 1024) + "\"}";
        try (Bank bank = open(Map.of())) {
            assertThat(bank.debit(debit())).isInstanceOf(PartnerAnswer.Unknown.class);
        }
    }

    @Test
    void laterIsPending() {
        body = "{\"id\":\"$ID\",\"state\":\"pending\",\"reference\":\"b1\"}";
        try (Bank bank = open(Map.of())) {
            BankInstruction.Debit debit = debit();
            assertThat(bank.debit(debit)).isEqualTo(new PartnerAnswer.Pending("b1"));
            assertThat(bank.inquire(original(debit))).isEqualTo(new InquiryAnswer.StillPending());
        }
    }

    @ParameterizedTest
    @CsvSource({"javascript://%0aalert(1)", "http://bank.example/sign", "ftp://bank.example/"})
    void customersAreSentToSafePagesOnly(String where) {
        body = "{\"id\":\"$ID\",\"state\":\"continue_at\",\"where\":\"" + where + "\"}";
        try (Bank bank = open(Map.of())) {
            SignUp signUp = new SignUp(
                    ids.next(),
                    clock.instant(),
                    SignUp.Mode.NET_BANK,
                    CardDetails.ofNumber("6222001000000015"),
                    "c",
                    "https://pay.example/");
            assertThat(bank.signUp(signUp))
                    .isEqualTo(new SignUpAnswer.Failed(new PartnerAnswer.Unknown(Doubt.UNREADABLE)));
        }
    }

    @Test
    void whereNobodyListensNothingWasSent() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (Bank bank = open(Map.of("url", "http://127.0.0.1:" + port))) {
            assertThat(bank.debit(debit())).isEqualTo(new PartnerAnswer.NotSent(Outage.NOT_CONNECTED));
        }
    }

    @Test
    void outsideItsHoursOnlyReversalsAndInquiriesAreSent() {
        body = "{\"id\":\"$ID\",\"state\":\"done\"}";
        // It is 10:03 in Shanghai.
        try (Bank bank = open(Map.of("hours", "11:00-20:00"))) {
            BankInstruction.Debit debit = debit();
            assertThat(bank.debit(debit)).isEqualTo(new PartnerAnswer.NotSent(Outage.CLOSED));
            assertThat(bank.reverse(new BankInstruction.Reversal(ids.next(), clock.instant(), original(debit))))
                    .isInstanceOf(PartnerAnswer.Done.class);
            assertThat(bank.inquire(original(debit))).isInstanceOf(InquiryAnswer.Found.class);
        }
    }

    @Test
    void noMoreAtATimeThanItMay() throws Exception {
        hold = true;
        body = "{\"id\":\"$ID\",\"state\":\"done\"}";
        try (Bank bank = open(Map.of("max-in-flight", "1", "timeout-ms", "60000"))) {
            Future<PartnerAnswer> first = threads.submit(() -> bank.debit(debit()));
            arrived.await();
            assertThat(bank.debit(debit())).isEqualTo(new PartnerAnswer.NotSent(Outage.TOO_MANY_CALLS));
            held.countDown();
            assertThat(first.get()).isInstanceOf(PartnerAnswer.Done.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "url, http://bank.example",
                "url, -",
                "signature, md5",
                "key-file, sm2-missing.pem",
                "bank-key-file, sm2-bank.pem",
                "answers, maybe",
                "capabilities, BATCH",
                "capabilities, FLY",
                "timeout-ms, 1",
                "hours, noon",
                "currency, XXX",
                "max-debit-minor, -1",
                "colour, red"
            })
    void aWrongSettingIsNamed(String name, String value) {
        Map<String, String> changed = new HashMap<>();
        changed.put(name, value);
        assertThatThrownBy(() -> open(changed).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("test-bank");
    }

    private Bank open(Map<String, String> changes) {
        Map<String, String> values = new HashMap<>(Map.of(
                "url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "signature",
                "sm2",
                "key-id",
                "platform-1",
                "key-file",
                "sm2-platform.pem",
                "bank-key-id",
                "bank-1",
                "bank-key-file",
                "sm2-bank.pub.pem"));
        changes.forEach((name, value) -> values.compute(name, (same, old) -> value));
        return new HttpKind()
                .open(
                        new PartnerSettings(new PartnerId("test-bank"), "http", "测试", "Test", values),
                        new BankKind.Surroundings(clock, new PGSimpleDataSource(), keys, (bank, id, answer) -> {}));
    }

    private BankInstruction.Debit debit() {
        return new BankInstruction.Debit(
                ids.next(),
                clock.instant(),
                Money.of(1_00, Currency.CNY),
                new BankInstrument.Agreement("AG0000000001"),
                BankInstruction.Purpose.PAYMENT,
                null,
                "test");
    }

    private static BankInstruction.Original original(BankInstruction.Debit debit) {
        UUID id = debit.id();
        return new BankInstruction.Original(id, debit.at(), debit.amount(), BankInstruction.Kind.DEBIT, null);
    }
}
