package io.tongbao.edge;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a request's body once, within {@link #MAX_BYTES} or the route's own bound, as valid UTF-8 JSON bytes. */
final class RequestBody {

    /** Largest body taken, unless the route says otherwise. */
    static final int MAX_BYTES = 64 * 1024;

    /** How much of a refused body is thrown away unread, so that a client that is still sending sees the answer. */
    private static final int MAX_DISCARDED = 16 * 1024 * 1024;

    private RequestBody() {}

    /**
     * Errors: BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_ENCODING.
     */
    static byte[] read(Exchange exchange, int mostBytes) throws IOException {
        long announced = exchange.contentLength();
        if (announced > mostBytes) {
            throw tooLarge(mostBytes);
        }
        if (announced == 0 || (announced < 0 && exchange.header("Transfer-Encoding") == null)) {
            return new byte[0];
        }
        byte[] body = exchange.body().readNBytes(announced > 0 ? (int) announced : mostBytes + 1);
        if (body.length > mostBytes) {
            throw tooLarge(mostBytes);
        }
        if (body.length > 0) {
            requireJson(exchange.header("Content-Type"));
            requireUtf8(body);
        }
        return body;
    }

    /** Throws away what a refused request still sends, in constant memory. */
    static void discard(Exchange exchange) {
        if (exchange.contentLength() > MAX_DISCARDED) {
            return;
        }
        byte[] sink = new byte[16 * 1024];
        try {
            InputStream in = exchange.body();
            int left = MAX_DISCARDED;
            int read;
            while (left > 0 && (read = in.read(sink)) >= 0) {
                left -= read;
            }
        } catch (IOException e) {
            // The caller has hung up: just as good.
            return;
        }
    }

    private static Refused tooLarge(int mostBytes) {
        return new Refused(RequestError.BODY_TOO_LARGE, "at most " + mostBytes + " bytes are taken");
    }

    private static void requireJson(@Nullable String contentType) {
        if (contentType == null) {
            throw new Refused(RequestError.UNSUPPORTED_MEDIA_TYPE);
        }
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip();
        if (!type.equalsIgnoreCase("application/json")) {
            throw new Refused(RequestError.UNSUPPORTED_MEDIA_TYPE);
        }
        String parameters =
                semicolon < 0 ? "" : contentType.substring(semicolon).toLowerCase(Locale.ROOT);
        if (parameters.contains("charset") && !parameters.replace("\"", "").contains("charset=utf-8")) {
            throw new Refused(RequestError.UNSUPPORTED_MEDIA_TYPE, "the only charset is utf-8");
        }
    }

    private static void requireUtf8(byte[] body) {
        for (byte b : body) {
            if (b < 0) {
                decode(body);
                return;
            }
        }
    }

    private static void decode(byte[] body) {
        try {
            // The decoder's own text is not needed: JSON is parsed from the bytes.
            var unused = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException e) {
            throw new Refused(RequestError.INVALID_ENCODING);
        }
    }
}
