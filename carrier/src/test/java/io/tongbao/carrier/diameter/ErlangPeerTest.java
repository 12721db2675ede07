package io.tongbao.carrier.diameter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierInstruction.Charge;
import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.CarrierRig;
import io.tongbao.carrier.PeerProgram;
import io.tongbao.carrier.SubscriberAnswer;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Done;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erlang/OTP's {@code diameter} as the online charging system, strict about every AVP by its own dictionary of RFC 4006. */
class ErlangPeerTest {

    @TempDir
    private Path directory;

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static PeerProgram ocs(Path directory, int port, long credit) throws IOException {
        PeerProgram.require("escript", "erlang-base erlang-diameter erlang-dev erlang-examples");
        Path script =
                PeerProgram.root().resolve("carrier/src/test/peers/ocs.escript").toAbsolutePath();
        Path dictionaries = Files.createDirectories(directory.resolve("dict"));
        // Its standard input stays open, and it ends with ours.
        return PeerProgram.start(
                        directory,
                        List.of(
                                "escript",
                                script.toString(),
                                dictionaries.toString(),
                                Integer.toString(port),
                                Long.toString(credit)))
                .await("ready");
    }

    @Test
    void chargesReservesAndRefundsUntilTheCreditIsUsedUp() throws IOException {
        int port = free();
        Map<String, String> settings = new HashMap<>(Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(port),
                "origin-host", "pay1.tongbao.example",
                "origin-realm", "tongbao.example",
                "destination-realm", "example",
                "destination-host", "ocs.example",
                "reversal", "replay",
                "timeout-ms", "20000",
                "reconnect-ms", "100"));
        try (PeerProgram peer = ocs(directory, port, 1000);
                CarrierRig rig = new CarrierRig(directory, null);
                Carrier carrier = rig.open(new DiameterKind(), settings)) {
            Charge charge = rig.charge(CarrierRig.PREPAID, 600);
            assertThat(carrier.charge(charge)).as(peer.output()).isInstanceOf(Done.class);
            assertThat(carrier.charge(charge)).isInstanceOf(Done.class);
            assertThat(carrier.charge(rig.charge(CarrierRig.PREPAID, 401)))
                    .isEqualTo(new Declined(DeclineReason.INSUFFICIENT_FUNDS, "4012"));
            assertThat(carrier.refund(rig.refund(CarrierRig.original(charge, Kind.CHARGE), 200)))
                    .isInstanceOf(Done.class);
            Charge reserve = rig.charge(CarrierRig.PREPAID, 600);
            assertThat(carrier.reserve(reserve)).isInstanceOf(Done.class);
            assertThat(carrier.confirm(CarrierRig.original(reserve, Kind.RESERVATION)))
                    .isInstanceOf(Done.class);
            assertThat(carrier.subscriber(CarrierRig.PREPAID))
                    .isInstanceOfSatisfying(SubscriberAnswer.Known.class, known -> assertThat(
                                    known.subscriber().chargeableMinor())
                            .isZero());
            assertThat(carrier.reverse(rig.reversal(CarrierRig.original(charge, Kind.CHARGE))))
                    .isInstanceOf(Done.class);
            assertThat(carrier.charge(rig.charge(CarrierRig.PREPAID, 600))).isInstanceOf(Done.class);
        }
    }
}
