package io.tongbao.carrier.camara;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierInstruction.Charge;
import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.CarrierInstruction.Original;
import io.tongbao.carrier.CarrierRig;
import io.tongbao.carrier.PeerProgram;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Done;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * npm {@code @stoplight/prism-cli} as a proxy that holds CAMARA's own OpenAPI file against both directions: a request of our client or an answer
 * of our sandbox that does not fit becomes an error.
 */
class PrismTest {

    private static final String PACKAGE = "@stoplight/prism-cli@5.16.0";

    @TempDir
    private static Path programs;

    @TempDir
    private Path directory;

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Once for all tests; where it lies already may be told by {@code -Dtongbao.prism}. */
    private static Path install() throws IOException, InterruptedException {
        PeerProgram.require("node", "nodejs");
        PeerProgram.require("npm", "npm");
        Path there = Path.of(System.getProperty("tongbao.prism", programs.toString()), "node_modules/.bin/prism");
        if (!Files.exists(there)) {
            try {
                PeerProgram.run(
                        programs,
                        List.of("npm", "install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts", PACKAGE));
            } catch (AssertionError e) {
                PeerProgram.absent(PACKAGE + " cannot be had from npm");
            }
        }
        return there;
    }

    private PeerProgram proxy(Path prism, Path spec, int port, URI upstream) throws IOException {
        return PeerProgram.start(
                        directory,
                        List.of(
                                prism.toString(),
                                "proxy",
                                spec.toString(),
                                upstream.toString(),
                                "--errors",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port)))
                .await("listening");
    }

    private Map<String, String> through(CarrierRig rig, int port) {
        Map<String, String> settings = new HashMap<>(CamaraCarrierTest.plain(rig.sandbox));
        settings.put("token-url", rig.sandbox.camara() + "/oauth2/token");
        settings.put("url", "http://127.0.0.1:" + port);
        settings.put("sink", "https://pay.example/partners/cmcc-js/events");
        settings.put("sink-token-file", "sink.token");
        settings.put("timeout-ms", "30000");
        return settings;
    }

    @Test
    void paymentsFitTheSpecificationBothWays() throws IOException, InterruptedException {
        Path spec = PeerProgram.spec("camara-carrier-billing.yaml");
        Path prism = install();
        int port = free();
        try (CarrierRig rig = new CarrierRig(directory, null);
                PeerProgram proxy =
                        proxy(prism, spec, port, rig.sandbox.camara().resolve("/carrier-billing/v0.5"))) {
            // Prism serves the paths without the server's own prefix; our client has it in front.
            try (PrefixGateway gateway = new PrefixGateway("/carrier-billing/v0.5", port);
                    Carrier carrier = rig.open(new CamaraKind(), through(rig, gateway.port()))) {
                Charge charge = rig.charge(CarrierRig.PREPAID, 1250);
                assertThat(carrier.charge(charge)).as(proxy.output()).isInstanceOf(Done.class);
                Original original = CarrierRig.original(charge, Kind.CHARGE);
                assertThat(carrier.inquire(original)).as(proxy.output()).isInstanceOf(InquiryAnswer.Found.class);
                Charge reserve = rig.charge(CarrierRig.PREPAID, 1000);
                assertThat(carrier.reserve(reserve)).as(proxy.output()).isInstanceOf(Done.class);
                assertThat(carrier.confirm(CarrierRig.original(reserve, Kind.RESERVATION)))
                        .as(proxy.output())
                        .isInstanceOf(Done.class);
                Charge second = rig.charge(CarrierRig.PREPAID, 1000);
                carrier.reserve(second);
                assertThat(carrier.cancel(CarrierRig.original(second, Kind.RESERVATION)))
                        .as(proxy.output())
                        .isInstanceOf(Done.class);
                assertThat(carrier.charge(rig.charge(new io.tongbao.kernel.Msisdn("+8613900000005"), 1250)))
                        .as(proxy.output())
                        .isEqualTo(new Declined(DeclineReason.BARRED, "PAYMENT_DENIED"));
                assertThat(carrier.charge(rig.charge(new io.tongbao.kernel.Msisdn("+8613900000006"), 1250)))
                        .as(proxy.output())
                        .isEqualTo(new Declined(DeclineReason.OVER_LIMIT, "USER_AMOUNT_THRESHOLD_OVERPASSED"));
                assertThat(rig.counted()).isEqualTo(2);
            }
        }
    }

    @Test
    void refundsFitTheSpecificationBothWays() throws IOException, InterruptedException {
        Path spec = PeerProgram.spec("camara-carrier-billing-refund.yaml");
        Path prism = install();
        int port = free();
        try (CarrierRig rig = new CarrierRig(directory, null);
                Carrier direct = rig.open(new CamaraKind(), CamaraCarrierTest.plain(rig.sandbox));
                PeerProgram proxy =
                        proxy(prism, spec, port, rig.sandbox.camara().resolve("/carrier-billing-refund/v0.3"));
                PrefixGateway gateway = new PrefixGateway("/carrier-billing-refund/v0.3", port);
                Carrier carrier = rig.open(new CamaraKind(), through(rig, gateway.port()))) {
            Charge charge = rig.charge(CarrierRig.PREPAID, 1250);
            Done done = (Done) direct.charge(charge);
            Original original = new Original(
                    charge.id(), charge.at(), charge.amount(), charge.number(), Kind.CHARGE, done.partnerReference());
            assertThat(carrier.refund(rig.refund(original, 250)))
                    .as(proxy.output())
                    .isInstanceOf(Done.class);
            assertThat(carrier.refund(rig.refund(original, 1250)))
                    .as(proxy.output())
                    .isInstanceOf(Declined.class);
            Charge second = rig.charge(CarrierRig.PREPAID, 500);
            Done again = (Done) direct.charge(second);
            Original whole = new Original(
                    second.id(), second.at(), second.amount(), second.number(), Kind.CHARGE, again.partnerReference());
            assertThat(carrier.refund(rig.refund(whole, 500)))
                    .as(proxy.output())
                    .isInstanceOf(Done.class);
        }
    }
}
