package io.tongbao.merchant.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The description is a golden: it names exactly the routes there are, and its examples obey its schemas. */
class OpenApiTest {

    private final Map<String, Object> document = read();

    private static Map<String, Object> read() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi/tongbao-v1.yaml")) {
            return OpenApi.read(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every operation as {@code GET /v1/payments}. */
    static Set<String> operations() {
        Set<String> described = new TreeSet<>();
        map(read(), "paths").forEach((path, item) -> map(item)
                .keySet()
                .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return described;
    }

    @Test
    void everyWriteNeedsAnIdempotencyKeyAndEveryReferenceResolves() {
        map(document, "paths").forEach((path, item) -> map(item).forEach((method, operation) -> {
            boolean hasKey = list(map(operation).getOrDefault("parameters", List.of())).stream()
                    .anyMatch(parameter ->
                            String.valueOf(map(parameter).get("$ref")).endsWith("/IdempotencyKey"));
            assertThat(hasKey).as(method + " " + path).isEqualTo(!method.equals("get"));
        }));
        references(document)
                .forEach(reference ->
                        assertThat(resolve(reference)).as(reference).isNotEmpty());
    }

    @Test
    void everyExampleObeysItsSchema() {
        int checked = 0;
        for (Map<String, Object> media : media(document)) {
            Object schema = media.get("schema");
            for (Object example : map(media, "examples").values()) {
                Object value = Objects.requireNonNull(deref(map(example)).get("value"));
                List<String> errors = new ArrayList<>();
                validate(Objects.requireNonNull(schema), value, "", errors);
                assertThat(errors).as(String.valueOf(example)).isEmpty();
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(30);
    }

    @Test
    void theErrorsDocumentIsCurrentAndCodesAreUnique() throws IOException {
        String current = ErrorCatalogue.markdown(ErrorCatalogue.all());
        Path file = Path.of(System.getProperty("tongbao.root", ".."), "docs", "api", "errors.md");
        if (Boolean.getBoolean("tongbao.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, current);
        }
        assertThat(Files.readString(file))
                .as("run the test with -Dtongbao.update=true")
                .isEqualTo(current);
        List<String> codes =
                ErrorCatalogue.all().stream().map(error -> error.code()).toList();
        assertThat(codes).doesNotHaveDuplicates();
        assertThat(ErrorCatalogue.all()).allSatisfy(error -> {
            assertThat(error.zh()).isNotBlank();
            assertThat(error.en()).isNotBlank();
        });
    }

    @Test
    void theJsonFormSaysTheSame() throws IOException {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi/tongbao-v1.yaml")) {
            String json = new String(OpenApi.json(Objects.requireNonNull(in).readAllBytes()), StandardCharsets.UTF_8);
            assertThat(OpenApi.read(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(document);
        }
    }

    private void validate(Object schemaOrReference, @Nullable Object value, String at, List<String> errors) {
        Map<String, Object> schema = deref(map(schemaOrReference));
        List<Object> oneOf = list(schema.getOrDefault("oneOf", List.of()));
        if (!oneOf.isEmpty()) {
            long fitting = oneOf.stream()
                    .filter(option -> {
                        List<String> misfits = new ArrayList<>();
                        validate(option, value, at, misfits);
                        return misfits.isEmpty();
                    })
                    .count();
            if (fitting != 1) {
                errors.add(at + ": fits " + fitting + " of oneOf");
            }
            return;
        }
        Object type = schema.get("type");
        Collection<?> types = type instanceof Collection<?> many ? many : type == null ? List.of() : List.of(type);
        if (!types.isEmpty() && types.stream().noneMatch(name -> isOf(String.valueOf(name), value))) {
            errors.add(at + ": not " + types + ": " + value);
            return;
        }
        if (schema.containsKey("enum") && !list(schema.get("enum")).contains(value)) {
            errors.add(at + ": not in the enum: " + value);
        }
        if (schema.containsKey("const") && !Objects.equals(schema.get("const"), value)) {
            errors.add(at + ": not the const: " + value);
        }
        if (value instanceof String text
                && schema.containsKey("pattern")
                && !Pattern.compile(String.valueOf(schema.get("pattern")))
                        .matcher(text)
                        .find()) {
            errors.add(at + ": not like " + schema.get("pattern") + ": " + text);
        }
        if (value instanceof Number number) {
            if (schema.get("minimum") instanceof Number least && number.longValue() < least.longValue()) {
                errors.add(at + ": too small");
            }
            if (schema.get("maximum") instanceof Number most && number.longValue() > most.longValue()) {
                errors.add(at + ": too large");
            }
        }
        if (value instanceof List<?> items) {
            items.forEach(item -> validate(schema.getOrDefault("items", Map.of()), item, at + "[]", errors));
        }
        if (value instanceof Map<?, ?>) {
            Map<String, Object> properties = map(schema, "properties");
            Map<String, Object> members = map(value);
            list(schema.getOrDefault("required", List.of())).stream()
                    .filter(name -> !members.containsKey(name))
                    .forEach(name -> errors.add(at + ": lacks " + name));
            members.forEach((name, member) -> {
                Object property = properties.get(name);
                if (property == null) {
                    errors.add(at + ": unknown " + name);
                } else {
                    validate(property, member, at + "." + name, errors);
                }
            });
        }
    }

    private static boolean isOf(String type, @Nullable Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            default -> false;
        };
    }

    private static List<Map<String, Object>> media(Object node) {
        List<Map<String, Object>> found = new ArrayList<>();
        if (node instanceof Map<?, ?>) {
            Map<String, Object> members = map(node);
            if (members.containsKey("schema") && members.containsKey("examples")) {
                found.add(members);
            }
            members.values().forEach(member -> found.addAll(media(member)));
        } else if (node instanceof List<?> items) {
            items.forEach(item -> found.addAll(media(item)));
        }
        return found;
    }

    private static Set<String> references(Object node) {
        Set<String> found = new HashSet<>();
        if (node instanceof Map<?, ?>) {
            map(node).forEach((name, member) -> {
                if (name.equals("$ref")) {
                    found.add(String.valueOf(member));
                } else {
                    found.addAll(references(member));
                }
            });
        } else if (node instanceof List<?> items) {
            items.forEach(item -> found.addAll(references(item)));
        }
        return found;
    }

    private Map<String, Object> deref(Map<String, Object> node) {
        Object reference = node.get("$ref");
        return reference == null ? node : deref(resolve(String.valueOf(reference)));
    }

    private Map<String, Object> resolve(String reference) {
        Map<String, Object> node = document;
        for (String part : Arrays.stream(reference.split("/")).skip(1).toList()) {
            node = map(node, part);
        }
        return node;
    }

    private static Map<String, Object> map(Map<String, Object> parent, String name) {
        return map(parent.getOrDefault(name, Map.of()));
    }

    @SuppressWarnings("unchecked") // YAML without tags yields these types only
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked") // as above
    private static List<Object> list(Object node) {
        return (List<Object>) node;
    }
}
