package io.tongbao.edge;

import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Query parameters, read as strictly as a body: each once, none unknown. */
public final class Query {

    private static final int MAX_PARAMETERS = 32;
    public static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;

    private final Map<String, String> values = new LinkedHashMap<>();

    private Query() {}

    /**
     * The parameters of an exchange.
     *
     * <p>Errors: INVALID_REQUEST.
     */
    public static Query of(Exchange exchange) {
        Query query = new Query();
        String text = exchange.query();
        if (text == null || text.isEmpty()) {
            return query;
        }
        for (String part : text.split("&", MAX_PARAMETERS + 1)) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
            if (query.values.size() == MAX_PARAMETERS) {
                throw new Refused(RequestError.INVALID_REQUEST, "more than " + MAX_PARAMETERS + " parameters");
            }
            if (query.values.put(name, value) != null) {
                String shown = shown(name);
                throw new FieldRefused(RequestError.INVALID_REQUEST, shown, shown + " stands more than once");
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refused(RequestError.INVALID_REQUEST, "the query string is not readable");
        }
    }

    private static String shown(String name) {
        return name.length() > 64 ? name.substring(0, 64) : name;
    }

    public void end() {
        for (String name : values.keySet()) {
            String shown = shown(name);
            throw new FieldRefused(RequestError.UNKNOWN_FIELD, shown, "there is no query parameter \"" + shown + "\"");
        }
    }

    public int limit() {
        return (int) number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    }

    public @Nullable String text(String name) {
        String value = values.remove(name);
        if (value != null && value.length() > 200) {
            throw new FieldRefused(RequestError.INVALID_REQUEST, name, name + " is too long");
        }
        return value;
    }

    public long number(String name, long least, long most, long otherwise) {
        String value = values.remove(name);
        if (value == null) {
            return otherwise;
        }
        if (value.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new FieldRefused(
                RequestError.INVALID_REQUEST, name, name + " must be an integer from " + least + " to " + most);
    }

    /** RFC 3339, as microseconds since 1970. */
    public long time(String name, long otherwise) {
        String value = values.remove(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return ChronoUnit.MICROS.between(
                    Instant.EPOCH, OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new FieldRefused(
                    RequestError.INVALID_REQUEST, name, name + " must be a time like 2026-01-31T08:00:00Z");
        }
    }

    /** Comma-separated constants in lower case; empty for all. */
    public <E extends Enum<E>> Set<E> choices(String name, Class<E> type) {
        Set<E> chosen = EnumSet.noneOf(type);
        String value = values.remove(name);
        if (value == null) {
            return chosen;
        }
        for (String part : value.split(",", 32)) {
            boolean found = false;
            for (E constant : type.getEnumConstants()) {
                if (constant.name().toLowerCase(Locale.ROOT).equals(part)) {
                    chosen.add(constant);
                    found = true;
                }
            }
            if (!found) {
                throw new FieldRefused(
                        RequestError.INVALID_REQUEST, name, name + " has a value that is not in the API reference");
            }
        }
        return chosen;
    }

    /** A cursor that stands for a time in microseconds; the greatest when there is none. */
    public long timeCursor() {
        String cursor = values.remove("cursor");
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == Long.BYTES) {
                long ts = ByteBuffer.wrap(bytes).getLong();
                if (ts > 0) {
                    return ts;
                }
            }
        } catch (IllegalArgumentException e) {
            // Answered below like every other cursor that we did not make.
        }
        throw new FieldRefused(RequestError.INVALID_CURSOR, "cursor", "use next_cursor of the page before as it is");
    }

    public static String timeCursor(long ts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(ts).array());
    }

    /** An id in a path; NOT_FOUND when it cannot be one. */
    public static UUID pathId(String prefix, String text) {
        return PublicId.parse(prefix, text)
                .orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "ids here look like " + prefix + "_…"));
    }

    /** A provider's own number in a path. */
    public static String pathReference(String text) {
        if (!JsonBody.isReference(text)) {
            throw new Refused(RequestError.NOT_FOUND, "not a reference");
        }
        return text;
    }
}
