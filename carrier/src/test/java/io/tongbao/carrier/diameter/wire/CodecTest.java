package io.tongbao.carrier.diameter.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CodecTest {

    /** A device watchdog request, byte by byte as RFC 6733 draws it. */
    private static final String WATCHDOG = "01000038" + "80000118" + "00000000" + "0000000a" + "0000000b"
            + "00000108" + "4000000c" + "612e6263"
            + "00000128" + "40000009" + "61000000"
            + "00000116" + "4000000c" + "00000007";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void readsAndWritesTheGoldenFrame() throws Malformed {
        Message message = Codec.decode(bytes(WATCHDOG));
        assertThat(message.command()).isEqualTo(Codes.DEVICE_WATCHDOG);
        assertThat(message.request()).isTrue();
        assertThat(message.hopByHop()).isEqualTo(10);
        assertThat(message.endToEnd()).isEqualTo(11);
        assertThat(message.read().text(Codes.ORIGIN_HOST)).contains("a.bc");
        assertThat(message.read().text(Codes.ORIGIN_REALM)).contains("a");
        assertThat(message.read().number(Codes.ORIGIN_STATE_ID)).isEqualTo(7);
        assertThat(HexFormat.of().formatHex(Codec.encode(message))).isEqualTo(WATCHDOG);
    }

    @Test
    void vendorsHaveALongerHeader() throws Malformed {
        Message message =
                Message.request(Codes.CREDIT_CONTROL, 4, true, List.of(new Avp(873, 10415, true, new byte[5])));
        byte[] frame = Codec.encode(message);
        assertThat(frame).hasSize(20 + 12 + 8);
        assertThat(Codec.decode(frame)).isEqualTo(message);
        assertThat(message.read().find(873)).isEmpty();
    }

    @Test
    void refusesWithTheRightCode() {
        assertThat(codeOf(WATCHDOG.replaceFirst("^01", "02"))).isEqualTo(Codes.UNSUPPORTED_VERSION);
        assertThat(codeOf(WATCHDOG + "00000000")).isEqualTo(Codes.INVALID_MESSAGE_LENGTH);
        assertThat(codeOf(WATCHDOG.replaceFirst("80000118", "81000118"))).isEqualTo(Codes.INVALID_HDR_BITS);
        assertThat(codeOf(WATCHDOG.replaceFirst("80000118", "a0000118"))).isEqualTo(Codes.INVALID_HDR_BITS);
        assertThat(codeOf(WATCHDOG.replaceFirst("4000000c", "41" + "00000c"))).isEqualTo(Codes.INVALID_AVP_BITS);
        assertThat(codeOf(WATCHDOG.replaceFirst("4000000c", "40000007"))).isEqualTo(Codes.INVALID_AVP_LENGTH);
        assertThat(codeOf(WATCHDOG.replaceFirst("4000000c", "40ffffff"))).isEqualTo(Codes.INVALID_AVP_LENGTH);
        assertThat(codeOf("00")).isEqualTo(Codes.INVALID_MESSAGE_LENGTH);
    }

    private static int codeOf(String hex) {
        try {
            Message _ = Codec.decode(bytes(hex));
            throw new AssertionError("it was read");
        } catch (Malformed e) {
            return e.resultCode();
        }
    }

    @Test
    void groupsMayBeNestedEightDeepAndNoDeeper() throws Malformed {
        Avp nested = Avp.number(Codes.RESULT_CODE, 1);
        for (int i = 0; i < 9; i++) {
            nested = Avp.group(Codes.CC_MONEY, nested);
        }
        Avps at = Avps.of(List.of(nested));
        for (int i = 0; i < Avps.MOST_DEPTH; i++) {
            at = at.group(Codes.CC_MONEY);
        }
        Avps deepest = at;
        assertThatThrownBy(() -> deepest.group(Codes.CC_MONEY)).isInstanceOf(Malformed.class);
    }

    @Test
    void aMessageLongerThan64KiBIsNeitherWrittenNorRead() {
        Message huge = Message.request(1, 0, false, List.of(Avp.octets(1, new byte[Codec.MOST_BYTES])));
        assertThatThrownBy(() -> Codec.encode(huge)).isInstanceOf(IllegalArgumentException.class);
        byte[] header = bytes("01010004" + "80000118");
        assertThatThrownBy(() -> Codec.frame(new ByteArrayInputStream(header))).isInstanceOf(Malformed.class);
    }

    @Property(tries = 1000)
    void whatIsWrittenIsReadTheSame(
            @ForAll boolean request,
            @ForAll boolean proxiable,
            @ForAll @IntRange(max = 0xFF_FFFF) int command,
            @ForAll int application,
            @ForAll int hop,
            @ForAll int end,
            @ForAll @Size(max = 12) List<byte[]> contents)
            throws Malformed, IOException {
        List<Avp> avps = new ArrayList<>();
        for (byte[] content : contents) {
            avps.add(new Avp(content.length * 31 + hop, content.length % 3, content.length % 2 == 0, content));
        }
        Message message =
                new Message(request, proxiable, !request, request && proxiable, command, application, hop, end, avps);
        byte[] frame = Codec.encode(message);
        assertThat(frame.length % 4).isZero();
        assertThat(Codec.decode(frame)).isEqualTo(message);
        assertThat(Codec.frame(new ByteArrayInputStream(frame))).isEqualTo(frame);
    }

    /** Whatever comes is read or refused; what is read is written again the same, but for what lies in padding. */
    @Property(tries = 2000)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 200) byte[] noise) {
        byte[] frame = noise.clone();
        if (frame.length >= 8 && frame[0] % 2 == 0) {
            // Mostly noise never gets past the header; so half of it gets one.
            frame[0] = 1;
            frame[1] = 0;
            frame[2] = (byte) (frame.length >> 8);
            frame[3] = (byte) frame.length;
            frame[4] = (byte) 0x80;
        }
        try {
            Message message = Codec.decode(frame);
            assertThat(Codec.encode(message)).hasSameSizeAs(frame);
            for (Avp avp : message.avps()) {
                Avps _ = message.read().inside(avp);
            }
        } catch (Malformed e) {
            assertThat(e.resultCode()).isBetween(3000, 5999);
        }
    }

    @Property(tries = 1000)
    void aFlippedByteIsReadOrRefused(@ForAll @IntRange(max = 55) int at, @ForAll byte to) throws IOException {
        byte[] frame = bytes(WATCHDOG);
        frame[at] = to;
        try {
            byte[] read = Codec.frame(new ByteArrayInputStream(frame));
            if (read != null) {
                Message _ = Codec.decode(read);
            }
        } catch (java.io.EOFException | Malformed e) {
            assertThat(e).hasMessageNotContaining("6162");
        }
    }
}
