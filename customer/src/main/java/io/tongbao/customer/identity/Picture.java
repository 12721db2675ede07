package io.tongbao.customer.identity;

import io.tongbao.customer.CustomerError;
import io.tongbao.kernel.Refused;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A picture of a document as it is kept: JPEG or PNG by its own bytes, whatever its name says, and without anything in it
 * that is not picture (where and when it was taken, comments, what hangs behind its end). Pure.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Picture(String mediaType, byte[] bytes) {

    /** Bytes of the largest picture. */
    public static final int MOST_BYTES = 2 * 1024 * 1024;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final Set<String> PNG_KEPT = Set.of("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB");

    /** Refuses with {@link CustomerError#INVALID_PICTURE}. */
    public static Picture clean(byte[] raw) {
        if (raw.length > MOST_BYTES || raw.length < 16) {
            throw refused();
        }
        if ((raw[0] & 0xff) == 0xff && (raw[1] & 0xff) == 0xd8) {
            return new Picture("image/jpeg", jpeg(raw));
        }
        if (ByteBuffer.wrap(raw, 0, PNG.length).equals(ByteBuffer.wrap(PNG))) {
            return new Picture("image/png", png(raw));
        }
        throw refused();
    }

    /** Segments up to the scan; APP0 (JFIF) and APP14 (colours) stay, other APPn and comments go. */
    private static byte[] jpeg(byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length);
        out.write(raw, 0, 2);
        int at = 2;
        while (true) {
            int marker = marker(raw, at);
            if (marker == 0xd9) {
                throw refused();
            }
            int length = length(raw, at + 2);
            boolean meta = marker == 0xfe || (marker >= 0xe1 && marker <= 0xef && marker != 0xee);
            if (!meta) {
                out.write(raw, at, 2 + length);
            }
            at += 2 + length;
            if (marker == 0xda) {
                return scan(raw, at, out);
            }
        }
    }

    /** Copies compressed data and the segments between scans up to the end of the picture. */
    private static byte[] scan(byte[] raw, int from, ByteArrayOutputStream out) {
        int at = from;
        while (at + 1 < raw.length) {
            int next = raw[at + 1] & 0xff;
            if ((raw[at] & 0xff) != 0xff || next == 0xff) {
                out.write(raw[at++]);
            } else if (next == 0 || (next >= 0xd0 && next <= 0xd7)) {
                out.write(raw, at, 2);
                at += 2;
            } else if (next == 0xd9) {
                out.write(raw, at, 2);
                return out.toByteArray();
            } else {
                int length = length(raw, at + 2);
                if (next != 0xfe && (next < 0xe1 || next > 0xef)) {
                    out.write(raw, at, 2 + length);
                }
                at += 2 + length;
            }
        }
        throw refused();
    }

    private static int marker(byte[] raw, int at) {
        if (at + 4 > raw.length || (raw[at] & 0xff) != 0xff) {
            throw refused();
        }
        return raw[at + 1] & 0xff;
    }

    private static int length(byte[] raw, int at) {
        if (at + 2 > raw.length) {
            throw refused();
        }
        int length = ((raw[at] & 0xff) << 8) | (raw[at + 1] & 0xff);
        if (length < 2 || at + length > raw.length) {
            throw refused();
        }
        return length;
    }

    private static byte[] png(byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length);
        out.write(raw, 0, PNG.length);
        int at = PNG.length;
        while (at + 12 <= raw.length) {
            int length = ByteBuffer.wrap(raw).getInt(at);
            if (length < 0 || length > raw.length - at - 12) {
                throw refused();
            }
            String type = new String(raw, at + 4, 4, StandardCharsets.US_ASCII);
            if (PNG_KEPT.contains(type)) {
                out.write(raw, at, length + 12);
            }
            at += length + 12;
            if (type.equals("IEND")) {
                return out.toByteArray();
            }
        }
        throw refused();
    }

    private static Refused refused() {
        return new Refused(CustomerError.INVALID_PICTURE);
    }

    @Override
    public String toString() {
        return "Picture[" + mediaType + ", " + bytes.length + " bytes]";
    }
}
