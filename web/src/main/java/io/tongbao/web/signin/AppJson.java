package io.tongbao.web.signin;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** How the customers' API writes its answers. */
public final class AppJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private AppJson() {}

    /** One object. */
    public static byte[] object(Consumer<JsonGenerator> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** An object with the one member {@code data}. */
    public static <T> byte[] list(Collection<T> items, BiConsumer<JsonGenerator, T> members) {
        return object(json -> {
            json.writeArrayPropertyStart("data");
            for (T item : items) {
                json.writeStartObject();
                members.accept(json, item);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    public static void texts(JsonGenerator json, String name, Collection<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    /** For answers that say no more than what became of it. */
    public static byte[] state(String state) {
        return object(json -> json.writeStringProperty("state", state));
    }
}
