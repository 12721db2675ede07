package io.tongbao.ledger.audit;

/** Writes one compact JSON document of objects, arrays, strings, whole numbers and booleans. */
final class JsonWriter {

    private final StringBuilder out = new StringBuilder();
    private boolean comma;

    JsonWriter beginObject() {
        return open('{');
    }

    JsonWriter endObject() {
        return close('}');
    }

    JsonWriter beginArray() {
        return open('[');
    }

    JsonWriter endArray() {
        return close(']');
    }

    JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(':');
        comma = false;
        return this;
    }

    JsonWriter string(String value) {
        separate();
        quote(value);
        comma = true;
        return this;
    }

    JsonWriter number(long value) {
        return literal(Long.toString(value));
    }

    JsonWriter bool(boolean value) {
        return literal(Boolean.toString(value));
    }

    private JsonWriter literal(String text) {
        separate();
        out.append(text);
        comma = true;
        return this;
    }

    private JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
