package io.tongbao.bank.iso8583.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever arrives, it is a message or it is malformed; nothing else ever comes out. */
class IsoCodecFuzzTest {

    private final IsoCodec codec = new IsoCodec();

    @Provide
    Arbitrary<IsoMessage> messages() {
        return Arbitraries.randomValue(IsoCodecFuzzTest::message);
    }

    private static IsoMessage message(Random random) {
        String[] types = {"0100", "0110", "0200", "0201", "0210", "0220", "0230", "0400", "0410", "0600", "0800", "0810"
        };
        IsoMessage message = new IsoMessage(types[random.nextInt(types.length)]);
        int fields = random.nextInt(20);
        for (int i = 0; i < fields; i++) {
            Fields.Field field = Fields.of(2 + random.nextInt(Fields.LAST - 1));
            int length = field.lengthDigits() == 0 ? field.length() : random.nextInt(Math.min(field.length(), 60) + 1);
            StringBuilder value = new StringBuilder();
            for (int at = 0; at < length; at++) {
                value.append(
                        switch (field.alphabet()) {
                            case DIGITS -> (char) ('0' + random.nextInt(10));
                            case ALPHANUMERIC -> (char) ('A' + random.nextInt(26));
                            case PRINTABLE -> (char) (' ' + random.nextInt(95));
                            case SIGNED -> at == 0 ? 'C' : (char) ('0' + random.nextInt(10));
                            case BINARY -> (char) random.nextInt(256);
                        });
            }
            message.with(field.number(), value.toString());
        }
        return message;
    }

    @Property(tries = 1000)
    void whatIsWrittenIsRead(@ForAll("messages") IsoMessage message) throws MalformedMessage {
        byte[] bytes = codec.write(message);
        IsoMessage read = codec.read(bytes);
        assertThat(read.type()).isEqualTo(message.type());
        assertThat(read.fields()).isEqualTo(message.fields());
        for (int field : message.fields()) {
            assertThat(read.get(field)).as("field %s", field).isEqualTo(message.get(field));
        }
        assertThat(codec.write(read)).isEqualTo(bytes);
    }

    @Property(tries = 2000)
    void randomBytesNeverThrow(@ForAll byte[] bytes) {
        assertReadOrMalformed(bytes);
    }

    @Property(tries = 3000)
    void damagedMessagesNeverThrow(@ForAll("messages") IsoMessage message, @ForAll Random random) {
        byte[] bytes = codec.write(message);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        assertReadOrMalformed(random.nextBoolean() ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 9)) : bytes);
    }

    private void assertReadOrMalformed(byte[] bytes) {
        codec.readHead(bytes);
        try {
            IsoMessage read = codec.read(bytes);
            // Not the same bytes: a second bit map may be there and be empty.
            assertThat(codec.read(codec.write(read)).fields()).isEqualTo(read.fields());
        } catch (MalformedMessage e) {
            assertThat(e.getMessage()).matches("[a-zA-Z0-9 ,]+");
        }
    }

    /** However the network cuts the stream, the same messages come out; one too long is skipped and the next is read. */
    @Property(tries = 300)
    void framesSurviveAnyCut(@ForAll Framing framing, @ForAll Random random) {
        List<byte[]> sent = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 5; i++) {
            boolean oversized = random.nextInt(4) == 0;
            byte[] message =
                    new byte[oversized ? IsoCodec.MOST_BYTES + 1 + random.nextInt(1_000) : 1 + random.nextInt(300)];
            random.nextBytes(message);
            stream.writeBytes(framing.frame(message));
            sent.add(oversized ? new byte[] {-1} : message);
        }
        EmbeddedChannel channel = new EmbeddedChannel(new FrameReader(framing));
        byte[] all = stream.toByteArray();
        int at = 0;
        while (at < all.length) {
            int piece = Math.min(1 + random.nextInt(2_000), all.length - at);
            channel.writeInbound(Unpooled.copiedBuffer(all, at, piece));
            at += piece;
        }
        for (byte[] message : sent) {
            Object read = channel.readInbound();
            if (message.length == 1 && message[0] == -1 && read instanceof FrameReader.Oversized) {
                continue;
            }
            assertThat(read).isEqualTo(message);
        }
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.isOpen()).isTrue();
    }

    @Property(tries = 500)
    void garbageNeverThrowsInTheReader(@ForAll byte[] bytes, @ForAll Framing framing) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameReader(framing));
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        channel.checkException();
    }

    @Property(tries = 1)
    void lettersWhereTheLengthShouldBeEndTheConnection() {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameReader(Framing.ASCII4));
        channel.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1", StandardCharsets.US_ASCII));
        assertThat(channel.<Object>readInbound()).isEqualTo(FrameReader.FramingLost.FRAMING_LOST);
        assertThat(channel.isOpen()).isFalse();
    }
}
