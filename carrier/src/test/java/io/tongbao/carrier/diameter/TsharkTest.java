package io.tongbao.carrier.diameter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.carrier.CarrierRig;
import io.tongbao.carrier.PeerProgram;
import io.tongbao.carrier.diameter.wire.Codec;
import io.tongbao.carrier.diameter.wire.Codes;
import io.tongbao.carrier.diameter.wire.Message;
import io.tongbao.kernel.Money;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark's dissector reads our frames without complaint, and reads what we meant. */
class TsharkTest {

    private static final UUID ID = UUID.fromString("019531a0-0000-7000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-03-01T02:03:04.005Z");

    @TempDir
    private Path directory;

    private static List<Message> frames() {
        DiameterSettings settings = DiameterSettings.read(new PartnerSettings(
                new PartnerId("cmcc-js"),
                "diameter",
                "江苏移动",
                "Jiangsu Mobile",
                Map.of(
                        "host", "127.0.0.1",
                        "origin-host", "pay1.tongbao.example",
                        "origin-realm", "tongbao.example",
                        "destination-realm", "example",
                        "destination-host", "ocs.example")));
        Charging charging = new Charging(settings);
        String session = charging.session(ID, AT);
        Money amount = CarrierRig.yuan(1230);
        return List.of(
                charging.event(
                        Codes.DIRECT_DEBITING,
                        session,
                        0,
                        AT,
                        CarrierRig.PREPAID,
                        amount,
                        Charging.purpose("Ringtone", "音乐商店")),
                charging.initial(session, AT, CarrierRig.PREPAID, amount, List.of()),
                charging.termination(session, Charging.CONFIRM, AT, CarrierRig.PREPAID, amount),
                charging.event(
                        Codes.REFUND_ACCOUNT,
                        session,
                        Charging.REVERSE,
                        AT,
                        CarrierRig.PREPAID,
                        amount,
                        List.of(Charging.correlation(session))));
    }

    @Test
    void theChargeIsAsReviewed() throws IOException {
        String golden = Files.readString(PeerProgram.root().resolve("carrier/src/test/resources/diameter/charge.hex"))
                .replaceAll("\\s", "");
        assertThat(HexFormat.of().formatHex(Codec.encode(frames().getFirst().with(1, 2, false))))
                .isEqualTo(golden);
    }

    @Test
    void tsharkDecodesThemClean() throws IOException, InterruptedException {
        PeerProgram.require("tshark", "tshark");
        PeerProgram.require("text2pcap", "wireshark-common");
        StringBuilder dump = new StringBuilder();
        int hop = 1;
        for (Message each : frames()) {
            byte[] frame = Codec.encode(each.with(hop, hop++, false));
            for (int at = 0; at < frame.length; at += 16) {
                dump.append(String.format("%06x", at));
                for (int i = at; i < Math.min(at + 16, frame.length); i++) {
                    dump.append(String.format(" %02x", frame[i]));
                }
                dump.append('\n');
            }
            dump.append('\n');
        }
        Files.writeString(directory.resolve("frames.txt"), dump);
        PeerProgram.run(directory, List.of("text2pcap", "-q", "-T", "40000,3868", "frames.txt", "frames.pcap"));
        String read = PeerProgram.run(directory, List.of("tshark", "-n", "-r", "frames.pcap", "-V"));
        assertThat(read)
                .doesNotContain("Malformed")
                .doesNotContain("Unknown AVP")
                .doesNotContain("Expert Info (Warning");
        assertThat(read.split("Command Code: Credit-Control \\(272\\)|Command Code: 272 Credit-Control", -1))
                .hasSize(frames().size() + 1);
        assertThat(read)
                .contains("DIRECT_DEBITING")
                .contains("REFUND_ACCOUNT")
                .contains("8613900000001")
                .contains(ID.toString())
                .contains("Value-Digits");
    }
}
