package io.tongbao.bank.http.wire;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object from the other side. Fields nobody asks for are let pass, since partners add some; those that are read must have the
 * right type, whole numbers must fit 64 bits, and a name may stand once.
 */
public final class WireObject {

    private static final int MAX_DEPTH = 6;
    private static final int MAX_ITEMS = 100_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(40)
                    .maxStringLength(16 * 1024)
                    .maxNameLength(128)
                    .build())
            .build();

    /** A number that is no 64-bit integer; no getter takes it. */
    private enum Unusable {
        NUMBER
    }

    private final Map<String, Object> fields;

    private WireObject(Map<String, Object> fields) {
        this.fields = fields;
    }

    public static WireObject parse(byte[] body) throws Unreadable {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Unreadable("not a JSON object");
            }
            WireObject object = object(parser);
            if (parser.nextToken() != null) {
                throw new Unreadable("text after the object");
            }
            return object;
        } catch (JacksonException e) {
            throw new Unreadable("not readable as JSON");
        }
    }

    /** 1 to {@code most} characters, none of them a control character. */
    public String text(String name, int most) throws Unreadable {
        if (!(fields.get(name) instanceof String text)
                || text.isEmpty()
                || text.length() > most
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new Unreadable(name + " must be a text of 1 to " + most + " characters");
        }
        return text;
    }

    /** As {@link #text}; null when it is absent, null or empty. */
    public @Nullable String optionalText(String name, int most) throws Unreadable {
        Object value = fields.get(name);
        return value == null || value.equals("") ? null : text(name, most);
    }

    public long number(String name, long least, long most) throws Unreadable {
        if (fields.get(name) instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw new Unreadable(name + " must be a whole number from " + least + " to " + most);
    }

    public boolean flag(String name) throws Unreadable {
        if (fields.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw new Unreadable(name + " must be true or false");
    }

    public UUID id(String name) throws Unreadable {
        String text = text(name, 36);
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new Unreadable(name + " must be a UUID in lower case");
    }

    public @Nullable UUID optionalId(String name) throws Unreadable {
        return optionalText(name, 36) == null ? null : id(name);
    }

    /** Written like {@code 2026-03-01T02:03:04.005Z}. */
    public Instant time(String name) throws Unreadable {
        try {
            return Instant.parse(text(name, 40));
        } catch (DateTimeParseException e) {
            throw new Unreadable(name + " must be a time like 2026-03-01T02:03:04.005Z");
        }
    }

    public LocalDate day(String name) throws Unreadable {
        try {
            return LocalDate.parse(text(name, 10));
        } catch (DateTimeParseException e) {
            throw new Unreadable(name + " must be a day like 2026-03-01");
        }
    }

    /** A constant in lower case. */
    public <E extends Enum<E>> E choice(String name, Class<E> type) throws Unreadable {
        String text = text(name, 64);
        for (E constant : type.getEnumConstants()) {
            if (Json.word(constant).equals(text)) {
                return constant;
            }
        }
        throw new Unreadable(name + " is none of the known words");
    }

    public @Nullable WireObject optionalObject(String name) throws Unreadable {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof WireObject nested) {
            return nested;
        }
        throw new Unreadable(name + " must be an object");
    }

    public List<WireObject> objects(String name, int most) throws Unreadable {
        if (!(fields.get(name) instanceof List<?> list) || list.size() > most) {
            throw new Unreadable(name + " must be a list of at most " + most);
        }
        List<WireObject> objects = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof WireObject object)) {
                throw new Unreadable(name + " must be a list of objects");
            }
            objects.add(object);
        }
        return objects;
    }

    /** Whether it is there and not null. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    private static WireObject object(JsonParser parser) throws Unreadable {
        Map<String, Object> fields = new LinkedHashMap<>();
        String name;
        while ((name = parser.nextName()) != null) {
            parser.nextToken();
            Object value = value(parser);
            if (value != null && fields.putIfAbsent(name, value) != null) {
                throw new Unreadable("a field stands twice");
            }
            if (fields.size() > MAX_ITEMS) {
                throw new Unreadable("too many fields");
            }
        }
        return new WireObject(fields);
    }

    private static @Nullable Object value(JsonParser parser) throws Unreadable {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT, LONG -> parser.getLongValue();
                    case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> Unusable.NUMBER;
                };
            case VALUE_NUMBER_FLOAT -> Unusable.NUMBER;
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new Unreadable("a value is missing");
        };
    }

    private static List<Object> array(JsonParser parser) throws Unreadable {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object item = value(parser);
            if (item == null || items.size() >= MAX_ITEMS) {
                throw new Unreadable("a list holds null or too many items");
            }
            items.add(item);
        }
        return items;
    }
}
