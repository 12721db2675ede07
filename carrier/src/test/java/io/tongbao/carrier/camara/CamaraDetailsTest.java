package io.tongbao.carrier.camara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tongbao.carrier.CallbackReceiver;
import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierInstruction.Charge;
import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.CarrierInstruction.Original;
import io.tongbao.carrier.CarrierInstruction.PointsExchange;
import io.tongbao.carrier.CarrierInstruction.Refund;
import io.tongbao.carrier.CarrierInstruction.TopUp;
import io.tongbao.carrier.CarrierRig;
import io.tongbao.carrier.ChargeFileAnswer;
import io.tongbao.carrier.Subscriber;
import io.tongbao.carrier.SubscriberAnswer;
import io.tongbao.carrier.sandbox.SandboxCarrier;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Done;
import io.tongbao.partner.PartnerAnswer.NotSent;
import io.tongbao.partner.PartnerAnswer.Unknown;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Trick;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CAMARA alone has: tokens, events, look-up by list, and the extensions. */
class CamaraDetailsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

    @TempDir
    private Path directory;

    @Test
    void aTokenIsRenewedShortlyBeforeItsEndAndWhenItIsRefused() throws IOException {
        try (CarrierRig rig = new CarrierRig(directory, null);
                Carrier carrier = rig.open(new CamaraKind(), CamaraCarrierTest.plain(rig.sandbox))) {
            assertThat(carrier.charge(rig.charge(CarrierRig.PREPAID, 100))).isInstanceOf(Done.class);
            rig.sandbox.forgetTokens();
            assertThat(carrier.charge(rig.charge(CarrierRig.PREPAID, 100))).isInstanceOf(Done.class);
            rig.clock.advance(Duration.ofMinutes(6));
            assertThat(carrier.charge(rig.charge(CarrierRig.PREPAID, 100))).isInstanceOf(Done.class);
            assertThat(rig.counted()).isEqualTo(3);
        }
    }

    @Test
    void aWrongSecretSendsNothing() throws IOException {
        try (CarrierRig rig = new CarrierRig(directory, null)) {
            java.nio.file.Files.writeString(directory.resolve("client.secret"), "wrong");
            try (Carrier carrier = rig.open(new CamaraKind(), CamaraCarrierTest.plain(rig.sandbox))) {
                assertThat(carrier.charge(rig.charge(CarrierRig.PREPAID, 100))).isInstanceOf(NotSent.class);
            }
        }
    }

    /** Pure CAMARA: no look-up by our id, no reversal. */
    @Test
    void findsAChargeInTheListAndTakesItBackByRefund() throws IOException {
        try (CarrierRig rig = new CarrierRig(directory, null);
                Carrier carrier = rig.open(new CamaraKind(), CamaraCarrierTest.plain(rig.sandbox));
                Carrier hasty = rig.open(new CamaraKind(), CamaraCarrierTest.plain(rig.sandbox), "timeout-ms", "400")) {
            for (int i = 0; i < 120; i++) {
                carrier.charge(rig.charge(CarrierRig.RICH, 100));
            }
            rig.sandbox.script().next("charge", Trick.of(Mischief.TIMEOUT_AFTER), 1);
            Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
            assertThat(hasty.charge(charge)).isInstanceOf(Unknown.class);
            Original original = CarrierRig.original(charge, Kind.CHARGE);
            assertThat(carrier.inquire(original)).isInstanceOf(InquiryAnswer.Found.class);
            Refund part = rig.refund(original, 300);
            assertThat(carrier.refund(part)).isInstanceOf(Done.class);
            var reversal = rig.reversal(original);
            assertThat(carrier.reverse(reversal)).isInstanceOf(Done.class);
            assertThat(carrier.reverse(reversal)).isInstanceOf(Done.class);
            assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);

            Charge reserve = rig.charge(CarrierRig.PREPAID, 500);
            carrier.reserve(reserve);
            Original reservation = CarrierRig.original(reserve, Kind.RESERVATION);
            assertThat(carrier.inquire(reservation)).isInstanceOf(InquiryAnswer.Found.class);
            assertThat(carrier.reverse(rig.reversal(reservation))).isInstanceOf(Done.class);
            assertThat(carrier.inquire(reservation)).isInstanceOf(InquiryAnswer.Reversed.class);
            assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);
        }
    }

    @Test
    void withoutReversalsWhatWasNotSeenIsOnlySettledWhenItCanNoLongerArrive() throws IOException {
        try (CarrierRig rig = new CarrierRig(directory, null);
                Carrier carrier =
                        rig.open(new CamaraKind(), CamaraCarrierTest.plain(rig.sandbox), "settle-seconds", "600")) {
            Original original = CarrierRig.original(rig.charge(CarrierRig.PREPAID, 1000), Kind.CHARGE);
            assertThat(carrier.inquire(original)).isInstanceOf(InquiryAnswer.NotFound.class);
            assertThat(carrier.reverse(rig.reversal(original))).isInstanceOf(Unknown.class);
            rig.clock.advance(Duration.ofSeconds(601));
            assertThat(carrier.reverse(rig.reversal(original))).isInstanceOf(Done.class);
        }
    }

    @Test
    void theExtensionsKnowSubscribersTopUpAndTakePoints() throws IOException {
        try (CarrierRig rig = new CarrierRig(directory, null);
                Carrier carrier = rig.open(new CamaraKind(), CamaraCarrierTest.extended(rig.sandbox))) {
            assertThat(carrier.subscriber(CarrierRig.PREPAID))
                    .isEqualTo(new SubscriberAnswer.Known(
                            new Subscriber(Subscriber.Plan.PREPAID, Subscriber.Standing.GOOD, 100_000, 10_000)));
            TopUp topUp = new TopUp(rig.ids.next(), rig.clock.instant(), CarrierRig.yuan(5000), CarrierRig.PREPAID);
            PartnerAnswer first = carrier.topUp(topUp);
            assertThat(first).isInstanceOf(Done.class);
            assertThat(carrier.topUp(topUp)).isEqualTo(first);
            assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(105_000);
            Original given = new Original(topUp.id(), topUp.at(), topUp.amount(), topUp.number(), Kind.TOP_UP, null);
            assertThat(carrier.inquire(given)).isInstanceOf(InquiryAnswer.Found.class);
            assertThat(carrier.reverse(rig.reversal(given))).isInstanceOf(Done.class);
            assertThat(carrier.inquire(given)).isInstanceOf(InquiryAnswer.Reversed.class);
            assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);
            PointsExchange points = new PointsExchange(
                    rig.ids.next(), rig.clock.instant(), CarrierRig.yuan(1000), CarrierRig.PREPAID, 9000);
            assertThat(carrier.exchangePoints(points)).isInstanceOf(Done.class);
            assertThat(carrier.exchangePoints(new PointsExchange(
                            rig.ids.next(), rig.clock.instant(), CarrierRig.yuan(1000), CarrierRig.PREPAID, 1001)))
                    .isInstanceOf(Declined.class);
        }
    }

    @Test
    void theChargeFileIsCheckedBeforeItIsBelieved() throws IOException {
        try (CarrierRig rig = new CarrierRig(directory, null);
                Carrier carrier = rig.open(new CamaraKind(), CamaraCarrierTest.extended(rig.sandbox))) {
            Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
            carrier.charge(charge);
            carrier.refund(rig.refund(CarrierRig.original(charge, Kind.CHARGE), 400));
            assertThat(carrier.chargeFile(DAY)).isInstanceOfSatisfying(ChargeFileAnswer.Ready.class, ready -> {
                assertThat(ready.lines()).hasSize(2);
                assertThat(ready.lines().getFirst().instructionId()).isEqualTo(charge.id());
                assertThat(ready.lines().getLast().kind()).isEqualTo(Kind.REFUND);
            });
            rig.sandbox.script().next("charge_file", Trick.of(Mischief.WRONG_TOTALS), 1);
            assertThat(carrier.chargeFile(DAY)).isInstanceOf(ChargeFileAnswer.Wrong.class);
        }
    }

    @Test
    void eventsAreBelievedOnlyByTheirTokenAndAskedAbout() throws IOException, InterruptedException {
        AtomicReference<CallbackReceiver> receiver = new AtomicReference<>();
        HttpServer sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        sink.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        sink.createContext("/", exchange -> {
            int status = Objects.requireNonNull(receiver.get())
                    .receive(
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        sink.start();
        SandboxCarrier.Options options = SandboxCarrier.Options.standard(
                        directory.resolve("books"), new io.tongbao.testkit.FakeClock())
                .withSinkGateway(
                        URI.create("http://127.0.0.1:" + sink.getAddress().getPort()));
        Map<String, String> settings = new HashMap<>();
        try (CarrierRig rig = new CarrierRig(directory, options)) {
            settings.putAll(CamaraCarrierTest.plain(rig.sandbox));
            settings.put("sink", "https://pay.example/partners/cmcc-js/events");
            settings.put("sink-token-file", "sink.token");
            try (Carrier carrier = rig.open(new CamaraKind(), settings, "timeout-ms", "20000")) {
                receiver.set((CallbackReceiver) carrier);
                rig.sandbox.script().next("charge", Trick.of(Mischief.TWICE), 1);
                Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
                PartnerAnswer answer = carrier.charge(charge);
                for (int i = 0; i < 2; i++) {
                    assertThat(rig.late.poll(30, TimeUnit.SECONDS)).isEqualTo(new CarrierRig.Late(charge.id(), answer));
                }
                Refund refund = rig.refund(CarrierRig.original(charge, Kind.CHARGE), 1000);
                PartnerAnswer refunded = carrier.refund(refund);
                assertThat(rig.late.poll(30, TimeUnit.SECONDS)).isEqualTo(new CarrierRig.Late(refund.id(), refunded));

                CallbackReceiver itself = (CallbackReceiver) carrier;
                byte[] event = """
                        {"id":"1","source":"x","specversion":"1.0","time":"2026-03-01T00:00:00Z",
                         "type":"org.camaraproject.carrier-billing.v0.payment-completed",
                         "data":{"paymentId":"%s","status":"succeeded","description":"x"}}""".formatted(((Done) answer).partnerReference()).getBytes(StandardCharsets.UTF_8);
                assertThat(itself.receive("Bearer sink-token", event)).isEqualTo(204);
                assertThat(itself.receive("Bearer another", event)).isEqualTo(401);
                assertThat(itself.receive(null, event)).isEqualTo(401);
                assertThat(itself.receive("Bearer sink-token", "{".getBytes(StandardCharsets.UTF_8)))
                        .isEqualTo(400);
                byte[] unknown = new String(event, StandardCharsets.UTF_8)
                        .replace(String.valueOf(((Done) answer).partnerReference()), "P999999999999")
                        .getBytes(StandardCharsets.UTF_8);
                assertThat(itself.receive("Bearer sink-token", unknown)).isEqualTo(400);
            }
        } finally {
            sink.stop(0);
        }
    }

    @Test
    void wrongSettingsAreNamed() throws IOException {
        try (CarrierRig rig = new CarrierRig(directory, null)) {
            for (Map.Entry<String, String> wrong : Map.of(
                            "url", "http://carrier.example",
                            "sink", "http://pay.example",
                            "extensions", "everything",
                            "client-secret-file", "../elsewhere",
                            "currency", "XXX",
                            "timeout-ms", "1",
                            "tiemout-ms", "1000",
                            "prefixes", "134",
                            "hours", "always")
                    .entrySet()) {
                assertThatThrownBy(() -> rig.open(
                                new CamaraKind(),
                                CamaraCarrierTest.plain(rig.sandbox),
                                wrong.getKey(),
                                wrong.getValue()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(wrong.getKey())
                        .hasMessageContaining("cmcc-js");
            }
        }
    }
}
