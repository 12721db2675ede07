package io.tongbao.edge;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request on its way: what was sent, and the ways to answer. Lives as long as the request; not thread-safe. */
public class HttpCall {

    private static final int MAX_IDEMPOTENCY_KEY = 64;
    private static final int MAX_LOGGED_VALUE = 64;
    private static final Pattern OWN_ID = Pattern.compile("[a-z]{2,8}_[0-9a-z]{26}");
    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{6}");

    private final Exchange exchange;
    private final String requestId;
    private final Locale locale;
    private byte[] body = new byte[0];
    private int largestBody = RequestBody.MAX_BYTES;
    private boolean readsOwnBody;
    private Map<String, String> pathValues = Map.of();
    private String route = "unmatched";
    private @Nullable ErrorCode error;

    protected HttpCall(Exchange exchange, String requestId, Locale locale) {
        this.exchange = exchange;
        this.requestId = requestId;
        this.locale = locale;
    }

    public final Exchange exchange() {
        return exchange;
    }

    public final String requestId() {
        return requestId;
    }

    /** Chinese or English. */
    public final Locale locale() {
        return locale;
    }

    /** Whether the method may change anything. */
    public final boolean isWrite() {
        return !exchange.method().equals("GET") && !exchange.method().equals("HEAD");
    }

    /**
     * Reads the body, once, within bounds.
     *
     * <p>Errors: BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_ENCODING.
     */
    public final byte[] readBody() throws IOException {
        return readBody(RequestBody.MAX_BYTES);
    }

    /** As {@link #readBody()}, for a route with a bound of its own: texts may then be as long as the body. */
    public final byte[] readBody(int mostBytes) throws IOException {
        body = RequestBody.read(exchange, mostBytes);
        largestBody = mostBytes;
        return body;
    }

    /** Whether the route bounds the body itself, and reads it once it knows who is asking. */
    public final boolean readsOwnBody() {
        return readsOwnBody;
    }

    /** What {@link #readBody} has read. */
    public final byte[] body() {
        return body;
    }

    public final JsonBody json() {
        return largestBody > RequestBody.MAX_BYTES ? JsonBody.ofLarge(body) : JsonBody.of(body);
    }

    /** For requests that say everything by their address: the body is empty or {@code {}}. */
    public final void noFields() {
        json().end();
    }

    public final Query query() {
        return Query.of(exchange);
    }

    /** A variable part of the path, decoded. */
    public final String path(String name) {
        String value = pathValues.get(name);
        if (value == null) {
            throw new IllegalStateException("the route " + route + " has no {" + name + "}");
        }
        return value;
    }

    /** The template of the route, {@code /v1/payments/{id}}: what logs and metrics may say. */
    public final String route() {
        return route;
    }

    /**
     * The path as logs may keep it. A variable part stands as it was sent when it is an id of ours or has no long number in
     * it; anything else might be a phone or a card number. An address that does not exist is not kept at all.
     */
    public final String loggablePath() {
        if (pathValues.isEmpty()) {
            return route;
        }
        String path = route;
        for (Map.Entry<String, String> value : pathValues.entrySet()) {
            boolean shown = value.getValue().length() <= MAX_LOGGED_VALUE
                    && (OWN_ID.matcher(value.getValue()).matches()
                            || !LONG_NUMBER.matcher(value.getValue()).find());
            path = path.replace("{" + value.getKey() + "}", shown ? value.getValue() : "*");
        }
        return path;
    }

    final void matched(Router.Match<?> match) {
        route = match.route().template();
        pathValues = match.values();
        readsOwnBody = match.route().readsOwnBody();
    }

    /**
     * The caller's own id of a write, 1 to 64 visible ASCII characters.
     *
     * <p>Errors: IDEMPOTENCY_KEY_REQUIRED.
     */
    public final String readIdempotencyKey() {
        String key = exchange.combined("Idempotency-Key");
        if (key == null) {
            throw new Refused(RequestError.IDEMPOTENCY_KEY_REQUIRED);
        }
        boolean isValid = !key.isEmpty() && key.length() <= MAX_IDEMPOTENCY_KEY;
        for (int i = 0; i < key.length(); i++) {
            isValid &= key.charAt(i) > ' ' && key.charAt(i) <= '~';
        }
        if (!isValid) {
            throw new Refused(
                    RequestError.IDEMPOTENCY_KEY_REQUIRED, "the key sent is not 1 to 64 visible ASCII characters");
        }
        return key;
    }

    /**
     * The id of what a write makes, from the caller and the caller's idempotency key: a repeat makes the same one.
     *
     * @param what is made, so that one key may make several things
     */
    public final UUID idFromKey(String what, UUID caller) {
        try {
            ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256")
                    .digest((what + "|" + caller + "|" + readIdempotencyKey()).getBytes(StandardCharsets.UTF_8)));
            // RFC 9562 §5.8: a UUID made in a way of our own.
            long high = (digest.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
            long low = (digest.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What the request was refused with, for the log. */
    public final @Nullable ErrorCode error() {
        return error;
    }

    protected final void refusedWith(@Nullable ErrorCode code) {
        error = code;
    }

    /** Writes JSON; a problem when the status is one of an error. */
    public final void answer(int status, byte[] json) throws IOException {
        write(status, status >= 400 ? Problem.MEDIA_TYPE : "application/json", json);
    }

    /** Writes a refusal in the caller's language. */
    public final void refuse(ErrorCode code, @Nullable String detail, @Nullable String field) throws IOException {
        error = code;
        write(code.httpStatus(), Problem.MEDIA_TYPE, new Problem(code, detail, field, null, requestId).json(locale));
    }

    private void write(int status, String mediaType, byte[] content) throws IOException {
        exchange.setHeader("Cache-Control", "no-store");
        exchange.answer(status, mediaType, content);
    }
}
