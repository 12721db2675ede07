package io.tongbao.bench.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** One flat JSON object on one line, fields in the order they were put. */
public final class JsonLine {

    private final StringBuilder out = new StringBuilder("{");

    public JsonLine put(String name, long value) {
        name(name).append(value);
        return this;
    }

    public JsonLine put(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    public JsonLine put(String name, String value) {
        quote(name(name), value);
        return this;
    }

    /** A measured figure, rounded half up to {@code digits} after the point; never money. */
    public JsonLine put(String name, double value, int digits) {
        if (Double.isFinite(value)) {
            name(name)
                    .append(BigDecimal.valueOf(value)
                            .setScale(digits, RoundingMode.HALF_UP)
                            .toPlainString());
        } else {
            name(name).append("null");
        }
        return this;
    }

    public JsonLine put(String name, Map<String, Long> counts) {
        name(name).append('{');
        String comma = "";
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            quote(out.append(comma), count.getKey()).append(':').append(count.getValue());
            comma = ",";
        }
        out.append('}');
        return this;
    }

    private StringBuilder name(String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        return quote(out, name).append(':');
    }

    private static StringBuilder quote(StringBuilder to, String text) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\').append(c);
            } else if (c < ' ') {
                to.append(String.format("\\u%04x", (int) c));
            } else {
                to.append(c);
            }
        }
        return to.append('"');
    }

    /** The line, without a line break. */
    @Override
    public String toString() {
        return out + "}";
    }
}
