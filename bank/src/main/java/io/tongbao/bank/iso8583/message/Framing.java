package io.tongbao.bank.iso8583.message;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Locale;

/** How messages are told apart in the stream: by a length in front of each, which does not count itself. */
public enum Framing {
    /** Two bytes, the greater first. */
    BINARY2(2),
    /** Four decimal digits. */
    ASCII4(4);

    private final int headerBytes;

    Framing(int headerBytes) {
        this.headerBytes = headerBytes;
    }

    /** @throws IllegalArgumentException when it is neither {@code binary2} nor {@code ascii4} */
    public static Framing named(String name) {
        for (Framing framing : values()) {
            if (framing.name().toLowerCase(Locale.ROOT).equals(name)) {
                return framing;
            }
        }
        throw new IllegalArgumentException("framing is binary2 or ascii4");
    }

    int headerBytes() {
        return headerBytes;
    }

    /** The length at the reader's place, which moves on; −1 when these are no digits: nobody knows any more where messages begin. */
    int readLength(ByteBuf in) {
        if (this == BINARY2) {
            return in.readUnsignedShort();
        }
        int length = 0;
        for (int i = 0; i < headerBytes; i++) {
            int c = in.readByte();
            if (c < '0' || c > '9' || length < 0) {
                length = -1;
            } else {
                length = length * 10 + (c - '0');
            }
        }
        return length;
    }

    /** Header and message. */
    public byte[] frame(byte[] message) {
        byte[] framed = new byte[headerBytes + message.length];
        if (this == BINARY2) {
            framed[0] = (byte) (message.length >>> 8);
            framed[1] = (byte) message.length;
        } else {
            int rest = message.length;
            for (int i = headerBytes - 1; i >= 0; i--) {
                framed[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
        return ByteBuffer.wrap(framed).put(headerBytes, message).array();
    }
}
