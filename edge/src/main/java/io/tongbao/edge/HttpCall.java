package io.tongbao.edge;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
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
        body = RequestBody.read(exchange);
        return body;
    }

    /** What {@link #readBody} has read. */
    public final byte[] body() {
        return body;
    }

    public final JsonBody json() {
        return JsonBody.of(body);
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
