package io.tongbao.bench.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the bytes of one HTTP/1.1 answer and knows when it is whole. Understands Content-Length, chunked bodies and the
 * statuses without a body; that is all our server sends. Reused for answer after answer; not thread-safe.
 */
public final class AnswerBuffer {

    /** Longest answer taken. */
    private static final int MOST_BYTES = 1 << 22;

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final int UNKNOWN = -1;
    private static final int CHUNKED = -2;

    private byte[] bytes = new byte[4096];
    private int used;
    private int headEnd = UNKNOWN;
    private int bodyLength = UNKNOWN;
    private int status;

    /** Forgets the answer before. */
    public void clear() {
        used = 0;
        headEnd = UNKNOWN;
        bodyLength = UNKNOWN;
        status = 0;
    }

    /** Room for at least {@code least} more bytes; tell {@link #filled} how many came. */
    public ByteBuffer room(int least) {
        if (used + least > bytes.length) {
            if (used + least > MOST_BYTES) {
                throw new MalformedAnswer("an answer of more than " + MOST_BYTES + " bytes");
            }
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + least));
        }
        return ByteBuffer.wrap(bytes, used, bytes.length - used);
    }

    /** Reads what there is, waiting for at least a byte; the number of bytes, or -1 at the end of the stream. */
    int readFrom(InputStream in) throws IOException {
        room(2048);
        return in.read(bytes, used, bytes.length - used);
    }

    /** Whether the answer is whole with these {@code more} bytes. */
    public boolean filled(int more) {
        int searched = Math.max(0, used - 3);
        used += more;
        if (headEnd == UNKNOWN && !findHead(searched)) {
            return false;
        }
        return bodyLength == CHUNKED ? chunksEnd() != UNKNOWN : used >= headEnd + bodyLength;
    }

    private boolean findHead(int from) {
        for (int i = from; i + 3 < used; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                headEnd = i + 4;
                readHead();
                return true;
            }
        }
        return false;
    }

    private void readHead() {
        if (headEnd < 16 || bytes[0] != 'H' || bytes[8] != ' ') {
            throw new MalformedAnswer("not an HTTP answer");
        }
        status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
        bodyLength = status == 204 || status == 304 ? 0 : UNKNOWN;
        for (int line = nextLine(0); line < headEnd - 2; line = nextLine(line)) {
            if (startsWith(line, CONTENT_LENGTH)) {
                bodyLength = number(line + CONTENT_LENGTH.length);
            } else if (startsWith(line, TRANSFER_ENCODING)) {
                bodyLength = CHUNKED;
            }
        }
        if (bodyLength == UNKNOWN) {
            throw new MalformedAnswer("an answer without length, status " + status);
        }
    }

    private int nextLine(int from) {
        int i = from;
        while (i < headEnd && bytes[i] != '\n') {
            i++;
        }
        return i + 1;
    }

    private boolean startsWith(int at, byte[] lowerCase) {
        if (at + lowerCase.length > headEnd) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            byte b = bytes[at + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private int number(int from) {
        int value = 0;
        for (int i = from; bytes[i] != '\r'; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                value = value * 10 + bytes[i] - '0';
            } else if (bytes[i] != ' ') {
                throw new MalformedAnswer("a length that is no number");
            }
        }
        return value;
    }

    /** Where the last chunk ends, or UNKNOWN while it is not there yet. */
    private int chunksEnd() {
        int at = headEnd;
        while (true) {
            int size = 0;
            int i = at;
            while (i < used && Character.digit(bytes[i], 16) >= 0) {
                size = size * 16 + Character.digit(bytes[i], 16);
                i++;
            }
            while (i < used && bytes[i] != '\n') {
                i++;
            }
            at = i + 1 + size + 2;
            if (at > used) {
                return UNKNOWN;
            }
            if (size == 0) {
                return at;
            }
        }
    }

    /** Of the present answer. */
    public int status() {
        return status;
    }

    /** The body as text; chunk sizes are left in, which is good enough to read an error. */
    public String body() {
        return new String(bytes, headEnd, used - headEnd, StandardCharsets.UTF_8);
    }
}
