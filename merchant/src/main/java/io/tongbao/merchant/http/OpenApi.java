package io.tongbao.merchant.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.core.JsonGenerator;

/** The OpenAPI description, written by hand as YAML and served as JSON too. */
final class OpenApi {

    private OpenApi() {}

    /** The description as plain maps, lists and values. */
    static Map<String, Object> read(byte[] yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(yaml, StandardCharsets.UTF_8));
    }

    static byte[] json(byte[] yaml) {
        return Lists.json(out -> read(yaml).forEach((name, value) -> {
            out.writeName(name);
            write(out, value);
        }));
    }

    private static void write(JsonGenerator out, @Nullable Object value) {
        switch (value) {
            case null -> out.writeNull();
            case Map<?, ?> map -> {
                out.writeStartObject();
                map.forEach((name, member) -> {
                    out.writeName(String.valueOf(name));
                    write(out, member);
                });
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                list.forEach(item -> write(out, item));
                out.writeEndArray();
            }
            case Boolean flag -> out.writeBoolean(flag);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case String text -> out.writeString(text);
            default -> throw new IllegalStateException("quote this value in the description: " + value);
        }
    }
}
