package io.tongbao.carrier.json;

import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON. Repeated names, trailing text and deep nesting are refused; fractions are exact. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(40)
                            .maxStringLength(16 * 1024)
                            .maxNameLength(128)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** It is not JSON, or not as it should be. The message never quotes what was read. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unreadable(String what) {
            super(what);
        }
    }

    public static JsonNode read(byte[] bytes) throws Unreadable {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node == null || node.isMissingNode()) {
                throw new Unreadable("empty");
            }
            return node;
        } catch (JacksonException e) {
            throw new Unreadable("not readable as JSON");
        }
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static byte[] write(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /** The string at this path of names; empty when it, or anything above it, is not there or is no string. */
    public static Optional<String> text(JsonNode node, String... path) {
        JsonNode at = at(node, path);
        return at.isString() ? Optional.of(at.stringValue()) : Optional.empty();
    }

    /** @throws Unreadable when it is missing, no string, or longer */
    public static String require(JsonNode node, int longest, String... path) throws Unreadable {
        String text = text(node, path).orElseThrow(() -> new Unreadable("lacks " + String.join(".", path)));
        if (text.length() > longest) {
            throw new Unreadable("too long: " + String.join(".", path));
        }
        return text;
    }

    /** @throws Unreadable when it is missing or no number */
    public static BigDecimal number(JsonNode node, String... path) throws Unreadable {
        JsonNode at = at(node, path);
        if (!at.isNumber()) {
            throw new Unreadable("lacks the number " + String.join(".", path));
        }
        return at.decimalValue();
    }

    private static JsonNode at(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.path(name);
        }
        return at;
    }
}
