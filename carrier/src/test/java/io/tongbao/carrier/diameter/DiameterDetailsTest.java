package io.tongbao.carrier.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierInstruction.Charge;
import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.CarrierInstruction.Original;
import io.tongbao.carrier.CarrierRig;
import io.tongbao.carrier.diameter.wire.Avp;
import io.tongbao.carrier.diameter.wire.Avps;
import io.tongbao.carrier.diameter.wire.Codec;
import io.tongbao.carrier.diameter.wire.Codes;
import io.tongbao.carrier.diameter.wire.Malformed;
import io.tongbao.carrier.diameter.wire.Message;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Done;
import io.tongbao.partner.PartnerAnswer.Unknown;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Trick;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Diameter alone has: watchdog, retransmission with the T flag, late answers, replay. */
class DiameterDetailsTest {

    @TempDir
    private Path directory;

    /** A peer that answers as the test says, and shows what it was sent. */
    private static final class Peer implements AutoCloseable {
        private final ServerSocket server;
        private final BlockingQueue<Message> seen = new LinkedBlockingQueue<>();
        private volatile boolean mute;
        private volatile boolean dropCredit;

        Peer() throws IOException {
            server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket socket = server.accept();
                        Thread.ofVirtual().start(() -> serve(socket));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
        }

        private void serve(Socket socket) {
            try (socket) {
                byte[] frame;
                while ((frame = Codec.frame(socket.getInputStream())) != null) {
                    Message message = Codec.decode(frame);
                    seen.add(message);
                    if (message.command() == Codes.CREDIT_CONTROL && dropCredit) {
                        dropCredit = false;
                        return;
                    }
                    if (mute && message.command() != Codes.CAPABILITIES_EXCHANGE) {
                        continue;
                    }
                    List<Avp> avps = new ArrayList<>();
                    message.read().find(Codes.SESSION_ID).ifPresent(avps::add);
                    avps.add(Avp.number(Codes.RESULT_CODE, Codes.SUCCESS));
                    avps.add(Avp.text(Codes.ORIGIN_HOST, "peer.example"));
                    avps.add(Avp.text(Codes.ORIGIN_REALM, "example"));
                    avps.add(Avp.number(Codes.AUTH_APPLICATION_ID, Codes.CREDIT_CONTROL_APPLICATION));
                    message.read().find(Codes.CC_REQUEST_TYPE).ifPresent(avps::add);
                    message.read().find(Codes.CC_REQUEST_NUMBER).ifPresent(avps::add);
                    socket.getOutputStream().write(Codec.encode(message.answer(false, avps)));
                }
            } catch (IOException | Malformed e) {
                // The connection is over.
            }
        }

        Message next(int command) throws InterruptedException {
            while (true) {
                Message message = Objects.requireNonNull(seen.poll(30, TimeUnit.SECONDS), "nothing came");
                if (message.command() == command) {
                    return message;
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static Map<String, String> to(Peer peer) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(peer.server.getLocalPort()),
                "origin-host", "pay1.tongbao.example",
                "origin-realm", "tongbao.example",
                "destination-realm", "example",
                "reconnect-ms", "20"));
        settings.put("timeout-ms", "20000");
        return settings;
    }

    @Test
    void whatHadNoAnswerWhenTheConnectionWentIsSentAgainWithTheTFlag()
            throws IOException, InterruptedException, Malformed {
        try (CarrierRig rig = new CarrierRig(directory, null);
                Peer peer = new Peer();
                Carrier carrier = rig.open(new DiameterKind(), to(peer))) {
            peer.dropCredit = true;
            Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
            assertThat(carrier.charge(charge)).isInstanceOf(Done.class);
            Message first = peer.next(Codes.CREDIT_CONTROL);
            Message second = peer.next(Codes.CREDIT_CONTROL);
            assertThat(first.retransmitted()).isFalse();
            assertThat(second.retransmitted()).isTrue();
            assertThat(second.endToEnd()).isEqualTo(first.endToEnd());
            assertThat(second.avps()).isEqualTo(first.avps());
            Avps read = second.read();
            assertThat(read.text(Codes.SESSION_ID).orElseThrow())
                    .startsWith("pay1.tongbao.example;")
                    .endsWith(charge.id().toString());
            assertThat(read.number(Codes.CC_REQUEST_NUMBER)).isZero();
            assertThat(read.group(Codes.SUBSCRIPTION_ID)
                            .require(Codes.SUBSCRIPTION_ID_DATA)
                            .text())
                    .isEqualTo("8613900000001");
        }
    }

    @Test
    void aSilentPeerIsAskedAndThenLeft() throws IOException, InterruptedException {
        try (CarrierRig rig = new CarrierRig(directory, null);
                Peer peer = new Peer()) {
            Map<String, String> settings = to(peer);
            settings.put("watchdog-ms", "150");
            try (Carrier carrier = rig.open(new DiameterKind(), settings)) {
                assertThat(peer.next(Codes.DEVICE_WATCHDOG).request()).isTrue();
                peer.mute = true;
                peer.seen.clear();
                // Another connection is made, which begins with capabilities.
                assertThat(peer.next(Codes.CAPABILITIES_EXCHANGE).request()).isTrue();
                assertThat(carrier.profile().timeout()).isPositive();
            }
        }
    }

    @Test
    void sayingGoodbyeIsPolite() throws IOException, InterruptedException {
        try (CarrierRig rig = new CarrierRig(directory, null);
                Peer peer = new Peer()) {
            rig.open(new DiameterKind(), to(peer)).close();
            assertThat(peer.next(Codes.DISCONNECT_PEER).request()).isTrue();
        }
    }

    @Test
    void anAnswerThatComesLateIsHandedOn() throws IOException, InterruptedException {
        try (CarrierRig rig = new CarrierRig(directory, null);
                Carrier hasty =
                        rig.open(new DiameterKind(), DiameterCarrierTest.to(rig.sandbox), "timeout-ms", "300")) {
            rig.sandbox.script().next("charge", new Trick(Mischief.LATE, "1200"), 1);
            Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
            assertThat(hasty.charge(charge)).isInstanceOf(Unknown.class);
            assertThat(rig.late.poll(30, TimeUnit.SECONDS)).isEqualTo(new CarrierRig.Late(charge.id(), new Done(null)));
        }
    }

    @Test
    void replayMakesSureOfTheOriginalAndRefundsIt() throws IOException {
        try (CarrierRig rig = new CarrierRig(directory, null);
                Carrier carrier =
                        rig.open(new DiameterKind(), DiameterCarrierTest.to(rig.sandbox), "reversal", "replay")) {
            Original unseen = CarrierRig.original(rig.charge(CarrierRig.PREPAID, 1000), Kind.CHARGE);
            assertThat(carrier.reverse(rig.reversal(unseen))).isInstanceOf(Done.class);
            Charge charge = rig.charge(CarrierRig.PREPAID, 700);
            assertThat(carrier.charge(charge)).isInstanceOf(Done.class);
            var reversal = rig.reversal(CarrierRig.original(charge, Kind.CHARGE));
            assertThat(carrier.reverse(reversal)).isInstanceOf(Done.class);
            assertThat(carrier.reverse(reversal)).isInstanceOf(Done.class);
            assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);
            Charge refused = rig.charge(new io.tongbao.kernel.Msisdn("+8613900000005"), 700);
            assertThat(carrier.charge(refused)).isInstanceOf(Declined.class);
            assertThat(carrier.reverse(rig.reversal(CarrierRig.original(refused, Kind.CHARGE))))
                    .isInstanceOf(Done.class);
        }
    }

    @Test
    void survivesCuts() throws IOException {
        try (CarrierRig rig = new CarrierRig(directory, null);
                Carrier carrier =
                        rig.open(new DiameterKind(), DiameterCarrierTest.to(rig.sandbox), "timeout-ms", "20000")) {
            for (int i = 0; i < 5; i++) {
                rig.sandbox.cutDiameter();
                CarrierRig.eventually(() -> carrier.charge(rig.charge(CarrierRig.PREPAID, 100)) instanceof Done);
            }
        }
    }

    @Test
    void wrongSettingsAreNamed() throws IOException {
        try (CarrierRig rig = new CarrierRig(directory, null)) {
            for (Map.Entry<String, String> wrong : Map.of(
                            "port", "0",
                            "origin-host", "a b",
                            "reversal", "never",
                            "plan", "both",
                            "watchdog", "1")
                    .entrySet()) {
                assertThatThrownBy(() -> rig.open(
                                new DiameterKind(),
                                DiameterCarrierTest.to(rig.sandbox),
                                wrong.getKey(),
                                wrong.getValue()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(wrong.getKey());
            }
        }
    }
}
