package io.tongbao.carrier.diameter.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages as bytes and back, within bounds: 64 KiB a message, 512 AVPs a row. What it reads, it writes the same again. */
public final class Codec {

    /** Longest message. */
    public static final int MOST_BYTES = 64 << 10;

    private static final int HEADER = 20;
    private static final int MOST_AVPS = 512;
    private static final int REQUEST = 0x80;
    private static final int PROXIABLE = 0x40;
    private static final int ERROR = 0x20;
    private static final int RETRANSMITTED = 0x10;
    private static final int VENDOR = 0x80;
    private static final int MANDATORY = 0x40;

    private Codec() {}

    public static byte[] encode(Message message) {
        byte[] avps = encode(message.avps());
        int length = HEADER + avps.length;
        if (length > MOST_BYTES) {
            throw new IllegalArgumentException("longer than 64 KiB");
        }
        int flags = (message.request() ? REQUEST : 0)
                | (message.proxiable() ? PROXIABLE : 0)
                | (message.error() ? ERROR : 0)
                | (message.retransmitted() ? RETRANSMITTED : 0);
        return ByteBuffer.allocate(length)
                .putInt(1 << 24 | length)
                .putInt(flags << 24 | message.command())
                .putInt(message.application())
                .putInt(message.hopByHop())
                .putInt(message.endToEnd())
                .put(avps)
                .array();
    }

    static byte[] encode(List<Avp> avps) {
        int length = 0;
        for (Avp avp : avps) {
            length += padded(header(avp) + avp.data().length);
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (Avp avp : avps) {
            int flags = (avp.vendor() == 0 ? 0 : VENDOR) | (avp.mandatory() ? MANDATORY : 0);
            out.putInt(avp.code()).putInt(flags << 24 | (header(avp) + avp.data().length));
            if (avp.vendor() != 0) {
                out.putInt(avp.vendor());
            }
            out.put(avp.data());
            out.position(padded(out.position()));
        }
        return out.array();
    }

    private static int header(Avp avp) {
        return avp.vendor() == 0 ? 8 : 12;
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }

    /** @throws Malformed whatever is wrong, with the result code that says so */
    public static Message decode(byte[] frame) throws Malformed {
        if (frame.length < HEADER || frame.length > MOST_BYTES) {
            throw new Malformed(Codes.INVALID_MESSAGE_LENGTH, "a message has 20 bytes to 64 KiB");
        }
        ByteBuffer in = ByteBuffer.wrap(frame);
        int first = in.getInt();
        if (first >>> 24 != 1) {
            throw new Malformed(Codes.UNSUPPORTED_VERSION, "another version");
        }
        if ((first & 0xFF_FFFF) != frame.length) {
            throw new Malformed(Codes.INVALID_MESSAGE_LENGTH, "the length is not that of the message");
        }
        int second = in.getInt();
        int flags = second >>> 24;
        boolean request = (flags & REQUEST) != 0;
        boolean error = (flags & ERROR) != 0;
        boolean retransmitted = (flags & RETRANSMITTED) != 0;
        if ((flags & 0x0F) != 0 || (request && error) || (!request && retransmitted)) {
            throw new Malformed(Codes.INVALID_HDR_BITS, "flags that do not go together");
        }
        return new Message(
                request,
                (flags & PROXIABLE) != 0,
                error,
                retransmitted,
                second & 0xFF_FFFF,
                in.getInt(),
                in.getInt(),
                in.getInt(),
                decodeAvps(frame, HEADER));
    }

    static List<Avp> decodeAvps(byte[] bytes, int from) throws Malformed {
        List<Avp> avps = new ArrayList<>();
        int at = from;
        while (at < bytes.length) {
            if (avps.size() == MOST_AVPS || bytes.length - at < 8) {
                throw new Malformed(Codes.INVALID_AVP_LENGTH, "more AVPs than allowed, or a torn one");
            }
            ByteBuffer head = ByteBuffer.wrap(bytes, at, bytes.length - at);
            int code = head.getInt();
            int second = head.getInt();
            int flags = second >>> 24;
            int length = second & 0xFF_FFFF;
            int header = (flags & VENDOR) == 0 ? 8 : 12;
            if ((flags & 0x1F) != 0) {
                throw new Malformed(Codes.INVALID_AVP_BITS, "reserved AVP flags");
            }
            // The last one's padding may be missing only if it needs none: messages are multiples of four.
            if (length < header || padded(length) > bytes.length - at) {
                throw new Malformed(Codes.INVALID_AVP_LENGTH, "an AVP's length is wrong");
            }
            int vendor = header == 12 ? head.getInt() : 0;
            byte[] data = new byte[length - header];
            System.arraycopy(bytes, at + header, data, 0, data.length);
            avps.add(new Avp(code, vendor, (flags & MANDATORY) != 0, data));
            at += padded(length);
        }
        return avps;
    }

    /**
     * The next whole frame of a stream; null at its end.
     *
     * @throws Malformed when what comes is no Diameter; the stream is then of no more use
     * @throws IOException also when the stream ends within a frame
     */
    public static byte @Nullable [] frame(InputStream in) throws IOException, Malformed {
        int version = in.read();
        if (version < 0) {
            return null;
        }
        byte[] rest = in.readNBytes(3);
        if (rest.length < 3) {
            throw new EOFException();
        }
        int length = (rest[0] & 0xFF) << 16 | (rest[1] & 0xFF) << 8 | (rest[2] & 0xFF);
        if (version != 1 || length < HEADER || length > MOST_BYTES || length % 4 != 0) {
            throw new Malformed(Codes.INVALID_MESSAGE_LENGTH, "no Diameter header");
        }
        byte[] frame = new byte[length];
        ByteBuffer.wrap(frame).putInt(version << 24 | length);
        if (in.readNBytes(frame, 4, length - 4) < length - 4) {
            throw new EOFException();
        }
        return frame;
    }
}
