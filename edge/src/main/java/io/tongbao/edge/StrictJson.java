package io.tongbao.edge;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a request body into plain values, within tight limits and with nothing forgiven: repeated names, trailing text,
 * comments and deep nesting are errors. Whole numbers become {@link Long}; fractions and numbers beyond 64 bits become
 * {@link Unusable}, which no getter takes, so that an amount can never be rounded.
 */
final class StrictJson {

    private static final int MAX_DEPTH = 6;
    private static final int MAX_FIELDS = 64;
    private static final int MAX_TEXT = 16 * 1024;
    /** Further bounded by the body. */
    private static final int MAX_LARGE_TEXT = 16 * 1024 * 1024;

    private static final JsonFactory FACTORY = factory(MAX_TEXT);
    private static final JsonFactory LARGE = factory(MAX_LARGE_TEXT);

    /** A number that is not a 64-bit integer. */
    enum Unusable {
        NUMBER
    }

    /** A nested object. */
    record Fields(Map<String, Object> values) {}

    private StrictJson() {}

    private static JsonFactory factory(int maxText) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(40)
                        .maxStringLength(maxText)
                        .maxNameLength(128)
                        .build())
                .build();
    }

    /** The fields of the object that {@code body} is; nulls are left out. */
    static Map<String, Object> parse(byte[] body) {
        return parse(FACTORY, body);
    }

    /** The same with texts as long as the body. */
    static Map<String, Object> parseLarge(byte[] body) {
        return parse(LARGE, body);
    }

    private static Map<String, Object> parse(JsonFactory factory, byte[] body) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Refused(RequestError.INVALID_JSON, "the body must be a JSON object");
            }
            Map<String, Object> fields = object(parser, "");
            if (parser.nextToken() != null) {
                throw new Refused(RequestError.INVALID_JSON, "there is text after the object");
            }
            return fields;
        } catch (JacksonException e) {
            TokenStreamLocation where = e.getLocation();
            throw new Refused(
                    RequestError.INVALID_JSON,
                    where == null
                            ? "not readable as JSON, or nested deeper than " + MAX_DEPTH
                            : "line " + where.getLineNr() + ", column " + where.getColumnNr()
                                    + ": not readable as JSON, or nested deeper than " + MAX_DEPTH);
        }
    }

    private static Map<String, Object> object(JsonParser parser, String path) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> nulls = new ArrayList<>(0);
        String name;
        while ((name = parser.nextName()) != null) {
            parser.nextToken();
            Object value = value(parser, path + name + ".");
            boolean repeated = fields.containsKey(name) || nulls.contains(name);
            if (value == null) {
                nulls.add(name);
            } else {
                fields.put(name, value);
            }
            if (repeated) {
                throw new FieldRefused(
                        RequestError.DUPLICATE_FIELD, path + name, "the field \"" + path + name + "\" stands twice");
            }
            if (fields.size() + nulls.size() > MAX_FIELDS) {
                throw new Refused(RequestError.INVALID_JSON, "more than " + MAX_FIELDS + " fields in one object");
            }
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser parser, String path) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> Unusable.NUMBER;
            case START_OBJECT -> new Fields(object(parser, path));
            case START_ARRAY -> array(parser, path);
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new Refused(RequestError.INVALID_JSON, "a value is missing");
        };
    }

    private static Object integer(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> Unusable.NUMBER;
        };
    }

    private static List<Object> array(JsonParser parser, String path) {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object item = value(parser, path);
            if (item == null || items.size() >= MAX_FIELDS) {
                throw new Refused(RequestError.INVALID_JSON, "a list holds null or more than " + MAX_FIELDS + " items");
            }
            items.add(item);
        }
        return items;
    }
}
