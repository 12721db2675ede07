package io.tongbao.bank.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bank.iso8583.mac.MacAlgorithm;
import io.tongbao.bank.iso8583.mac.Seal;
import io.tongbao.bank.iso8583.message.Framing;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.PrivateData;
import io.tongbao.bank.iso8583.sandbox.Iso8583Face;
import io.tongbao.bank.sandbox.SandboxAccounts;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not be believed at the sandbox bank's face: refused with its code, counted, and the line goes on. */
class HostileClientTest {

    private static final String CARD = SandboxAccounts.seeded().getFirst().number();

    @TempDir
    private Path directory;

    private final Iso8583Face face = Line.face(Framing.BINARY2, MacAlgorithm.X9_19, true, true);
    private SandboxBank bank;
    private RawPeer client;
    private int trace;

    @BeforeEach
    void connect() throws IOException {
        bank = SandboxBank.open(directory, new FakeClock(), 1);
        SandboxAccounts.seeded().forEach(bank.books()::openAccount);
        bank.addFace(face);
        client = RawPeer.connect(
                face.address(), Seal.of(MacAlgorithm.X9_19, HexFormat.of().parseHex(Line.BASE_KEY)));
        assertThat(client.ask(management("001")).get(39)).isEqualTo("00");
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        bank.close();
    }

    private IsoMessage management(String code) {
        return new IsoMessage("0800")
                .with(7, "0301020304")
                .with(11, String.format("%06d", ++trace))
                .with(70, code);
    }

    private IsoMessage debit(UUID id, String transmission) {
        return new IsoMessage("0200")
                .with(2, CARD)
                .with(3, "000000")
                .with(4, "000000000100")
                .with(7, "0301020304")
                .with(11, String.format("%06d", ++trace))
                .with(37, "REFERENCE001")
                .with(
                        48,
                        new PrivateData()
                                .with(Tags.ID, WireIds.write(id))
                                .with(Tags.TRANSMISSION, transmission)
                                .write())
                .with(49, "156");
    }

    private void assertLineGoesOn() throws IOException {
        assertThat(client.ask(management("301")).get(39)).isEqualTo("00");
    }

    @Test
    void aWrongMacIsRefused() throws IOException {
        byte[] bytes = client.bytes(debit(new UUID(1, 1), "a1"));
        bytes[bytes.length - 1] ^= 1;
        client.sendBytes(bytes);
        assertThat(client.read().get(39)).isEqualTo("96");
        assertLineGoesOn();
        assertThat(face.statistics().badMac()).isEqualTo(1);
        assertThat(bank.books().all()).isEmpty();
    }

    @Test
    void aMissingMacIsRefused() throws IOException {
        byte[] bytes = client.bytes(debit(new UUID(1, 1), "a1"));
        byte[] bare = Arrays.copyOf(bytes, bytes.length - 8);
        bare[11] &= (byte) 0xFE;
        client.sendBytes(bare);
        assertThat(client.read().get(39)).isEqualTo("96");
        assertLineGoesOn();
        assertThat(bank.books().all()).isEmpty();
    }

    @Test
    void aMalformedMessageIsRefused() throws IOException {
        byte[] bytes = client.bytes(debit(new UUID(1, 1), "a1"));
        client.sendBytes(Arrays.copyOf(bytes, bytes.length - 20));
        IsoMessage refusal = client.read();
        assertThat(refusal.get(39)).isEqualTo("30");
        assertThat(refusal.type()).isEqualTo("0210");
        assertThat(refusal.get(11)).isEqualTo("000002");
        client.sendBytes(new byte[] {1, 2, 3});
        assertLineGoesOn();
        assertThat(face.statistics().malformed()).isEqualTo(2);
    }

    @Test
    void anOversizedMessageIsRefused() throws IOException {
        client.sendBytes(Arrays.copyOf(client.bytes(debit(new UUID(1, 1), "a1")), 20_000));
        assertThat(client.read().get(39)).isEqualTo("30");
        assertLineGoesOn();
        assertThat(face.statistics().oversized()).isEqualTo(1);
        assertThat(bank.books().all()).isEmpty();
    }

    @Test
    void aTransmissionPlayedBackIsRefusedAndARepeatIsNot() throws IOException {
        byte[] recorded = client.bytes(debit(new UUID(1, 1), "a1"));
        client.sendBytes(recorded);
        assertThat(client.read().get(39)).isEqualTo("00");
        client.sendBytes(recorded);
        assertThat(client.read().get(39)).isEqualTo("94");
        assertThat(client.ask(debit(new UUID(1, 1), "a2")).get(39))
                .as("the same instruction sent again gets its first answer")
                .isEqualTo("00");
        assertThat(bank.books().all()).hasSize(1);
        assertThat(face.statistics().replayed()).isEqualTo(1);
        assertLineGoesOn();
    }

    @Test
    void nothingIsDoneBeforeSignOn() throws IOException {
        assertThat(client.ask(management("002")).get(39)).isEqualTo("00");
        assertThat(client.ask(debit(new UUID(1, 1), "a1")).get(39)).isEqualTo("58");
        assertThat(bank.books().all()).isEmpty();
    }

    @Test
    void anUnknownRequestIsRefused() throws IOException {
        assertThat(client.ask(debit(new UUID(1, 1), "a1").with(3, "990000")).get(39))
                .isEqualTo("40");
        assertThat(client.ask(management("777")).get(39)).isEqualTo("40");
        assertLineGoesOn();
    }
}
