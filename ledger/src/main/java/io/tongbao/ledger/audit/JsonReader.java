package io.tongbao.ledger.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link JsonWriter} writes, and no more: objects, arrays, strings, whole numbers within a long, booleans.
 * Length and depth are bounded, a name may stand once in an object. Throws {@link IllegalArgumentException} on anything
 * else.
 */
final class JsonReader {

    private static final int MOST_DEPTH = 8;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** The object that is the whole of {@code text}. */
    static Fields object(String text, int mostChars) {
        if (text.length() > mostChars) {
            throw new IllegalArgumentException("longer than " + mostChars + " characters");
        }
        JsonReader reader = new JsonReader(text);
        Object value = reader.value(0);
        reader.space();
        if (reader.at != text.length()) {
            throw reader.wrong("something after the end");
        }
        return Fields.of(value);
    }

    /** An object's members by name, with typed access; what is not there or of another type is refused. */
    static final class Fields {

        private final Map<?, ?> members;

        private Fields(Map<?, ?> members) {
            this.members = members;
        }

        static Fields of(Object value) {
            if (value instanceof Map<?, ?> members) {
                return new Fields(members);
            }
            throw new IllegalArgumentException("an object is expected");
        }

        /** Refuses names that nobody asked for. */
        Fields only(Set<String> names) {
            for (Object name : members.keySet()) {
                if (!names.contains(name)) {
                    throw new IllegalArgumentException("unknown field " + name);
                }
            }
            return this;
        }

        String string(String name) {
            if (members.get(name) instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException(name + " must be a string");
        }

        @Nullable
        String optionalString(String name) {
            return members.containsKey(name) ? string(name) : null;
        }

        long number(String name) {
            if (members.get(name) instanceof Long number) {
                return number;
            }
            throw new IllegalArgumentException(name + " must be a whole number");
        }

        int integer(String name) {
            long number = number(name);
            if (number != (int) number) {
                throw new IllegalArgumentException(name + " is out of range");
            }
            return (int) number;
        }

        boolean bool(String name) {
            if (members.get(name) instanceof Boolean value) {
                return value;
            }
            throw new IllegalArgumentException(name + " must be true or false");
        }

        Fields object(String name) {
            if (members.get(name) instanceof Map<?, ?> object) {
                return new Fields(object);
            }
            throw new IllegalArgumentException(name + " must be an object");
        }

        List<?> list(String name, int mostElements) {
            if (members.get(name) instanceof List<?> list && list.size() <= mostElements) {
                return list;
            }
            throw new IllegalArgumentException(name + " must be a list of at most " + mostElements);
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("not the JSON that is expected, at character " + at + ": " + what);
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong("it ends too early");
        }
        return text.charAt(at++);
    }

    private boolean take(char wanted) {
        space();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void require(char wanted) {
        if (!take(wanted)) {
            throw wrong("'" + wanted + "' is expected");
        }
    }

    private Object value(int depth) {
        if (depth > MOST_DEPTH) {
            throw wrong("too deep");
        }
        if (take('{')) {
            return members(depth);
        }
        if (take('[')) {
            return elements(depth);
        }
        if (take('"')) {
            return string();
        }
        if (text.startsWith("true", at)) {
            at += 4;
            return true;
        }
        if (text.startsWith("false", at)) {
            at += 5;
            return false;
        }
        return number();
    }

    private Map<String, Object> members(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (take('}')) {
            return members;
        }
        do {
            require('"');
            String name = string();
            require(':');
            if (members.put(name, value(depth + 1)) != null) {
                throw wrong("the name " + name + " stands twice");
            }
        } while (take(','));
        require('}');
        return members;
    }

    private List<Object> elements(int depth) {
        List<Object> elements = new ArrayList<>();
        if (take(']')) {
            return elements;
        }
        do {
            elements.add(value(depth + 1));
        } while (take(','));
        require(']');
        return elements;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw wrong("a control character");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(next(), 16);
                    if (digit < 0) {
                        throw wrong("a bad escape");
                    }
                    code = code * 16 + digit;
                }
                yield (char) code;
            }
            default -> throw wrong("a bad escape");
        };
    }

    private Long number() {
        int start = at;
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        int digits = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        boolean leadingZero = at - digits > 1 && text.charAt(digits) == '0';
        if (at == digits || leadingZero || at - digits > 19) {
            throw wrong("a value is expected");
        }
        try {
            return Long.valueOf(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw wrong("a number beyond 64 bits");
        }
    }
}
