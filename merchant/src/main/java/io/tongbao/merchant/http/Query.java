package io.tongbao.merchant.http;

import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.DailyPartitions;
import io.tongbao.payment.PaymentError;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Query parameters, read as strictly as a body: each once, none unknown. */
final class Query {

    static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;

    private final Map<String, String> values = new LinkedHashMap<>();

    private Query() {}

    static Query of(HttpServletRequest request) {
        Query query = new Query();
        if (request.getQueryString() == null) {
            return query;
        }
        Map<String, String[]> parameters;
        try {
            parameters = request.getParameterMap();
        } catch (IllegalStateException e) {
            throw new Refused(RequestError.INVALID_REQUEST, "the query string is not readable");
        }
        parameters.forEach((name, given) -> {
            if (given.length != 1) {
                throw new FieldRefused(RequestError.INVALID_REQUEST, name, name + " stands more than once");
            }
            query.values.put(name, given[0]);
        });
        return query;
    }

    void end() {
        for (String name : values.keySet()) {
            String shown = name.length() > 64 ? name.substring(0, 64) : name;
            throw new FieldRefused(RequestError.UNKNOWN_FIELD, shown, "there is no query parameter \"" + shown + "\"");
        }
    }

    int limit() {
        return (int) number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    }

    @Nullable
    String text(String name) {
        String value = values.remove(name);
        if (value != null && value.length() > 200) {
            throw new FieldRefused(RequestError.INVALID_REQUEST, name, name + " is too long");
        }
        return value;
    }

    long number(String name, long least, long most, long otherwise) {
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
    long time(String name, long otherwise) {
        String value = values.remove(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return DailyPartitions.micros(OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new FieldRefused(
                    RequestError.INVALID_REQUEST, name, name + " must be a time like 2026-01-31T08:00:00Z");
        }
    }

    /** Comma-separated constants in lower case; empty for all. */
    <E extends Enum<E>> Set<E> choices(String name, Class<E> type) {
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
    long timeCursor() {
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
        throw new FieldRefused(PaymentError.INVALID_CURSOR, "cursor", "use next_cursor of the page before as it is");
    }

    static String timeCursor(long ts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(ts).array());
    }

    /** An id in a path; NOT_FOUND when it cannot be one. */
    static UUID pathId(String prefix, String text) {
        return PublicId.parse(prefix, text)
                .orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "ids here look like " + prefix + "_…"));
    }

    /** A provider's own number in a path. */
    static String pathReference(String text) {
        if (!JsonBody.isReference(text)) {
            throw new Refused(RequestError.NOT_FOUND, "not a reference");
        }
        return text;
    }
}
