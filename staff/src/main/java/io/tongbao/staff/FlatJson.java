package io.tongbao.staff;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** JSON objects whose members are all texts: what the trail and proposals keep. Order is kept. */
public final class FlatJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private FlatJson() {}

    public static String write(Map<String, String> members) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            members.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        return out.toString();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static SequencedMap<String, String> read(String text) {
        SequencedMap<String, String> members = new LinkedHashMap<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            String name;
            while ((name = json.nextName()) != null) {
                require(json.nextToken() == JsonToken.VALUE_STRING);
                members.put(name, json.getString());
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a JSON object of texts", e);
        }
        return members;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not a JSON object of texts");
        }
    }
}
