package io.tongbao.merchant.http;

import io.tongbao.kernel.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/**
 * The API's description and a page to browse it, all from our own origin: the strict content security policy lets nothing
 * else load.
 */
@RestController
public final class DocsController {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";
    private static final String UI = "META-INF/resources/webjars/swagger-ui/5.30.0/";
    private static final Map<String, MediaType> ASSETS = Map.of(
            "swagger-ui-bundle.js", new MediaType("text", "javascript"),
            "swagger-ui.css", new MediaType("text", "css"),
            "favicon-32x32.png", MediaType.IMAGE_PNG);

    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Tongbao API v1</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="/docs/assets/favicon-32x32.png">
            <link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
            <body><p><a href="/docs/app">Customers 用户</a> · <a href="/docs/ops">Operations 运营</a> ·
            <a href="/docs/errors">Errors 错误码</a> · <a href="/openapi.yaml">openapi.yaml</a> ·
            <a href="/openapi.json">openapi.json</a></p><div id="ui"></div>
            <noscript><p>This page needs JavaScript; <a href="/openapi.yaml">openapi.yaml</a> says the same.</p></noscript>
            <script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>
            """;

    private static final String START = """
            window.ui = SwaggerUIBundle({url: "/openapi.json", dom_id: "#ui", deepLinking: true, validatorUrl: null,
              presets: [SwaggerUIBundle.presets.apis], layout: "BaseLayout"});
            """;

    private final byte[] yaml;
    private final byte[] json;
    private final byte[] errorsPage;
    private final byte[] errorsJson;

    /**
     * @param errors the whole catalogue, in the order to list it
     */
    public DocsController(List<ErrorCode> errors) {
        this.yaml = resource("openapi/tongbao-v1.yaml");
        this.json = OpenApi.json(yaml);
        this.errorsPage = ErrorCatalogue.html(errors).getBytes(StandardCharsets.UTF_8);
        this.errorsJson = Lists.json(out -> {
            out.writeArrayPropertyStart("data");
            errors.forEach(error -> write(out, error));
            out.writeEndArray();
        });
    }

    @GetMapping("/openapi.yaml")
    ResponseEntity<byte[]> yaml() {
        return answer(MediaType.parseMediaType("application/yaml"), yaml);
    }

    @GetMapping("/openapi.json")
    ResponseEntity<byte[]> json() {
        return answer(MediaType.APPLICATION_JSON, json);
    }

    @GetMapping({"/docs", "/docs/"})
    ResponseEntity<byte[]> docs() {
        return answer(html(), PAGE.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/docs/start.js")
    ResponseEntity<byte[]> start() {
        return answer(
                new MediaType("text", "javascript", StandardCharsets.UTF_8), START.getBytes(StandardCharsets.UTF_8));
    }

    /** Every error code in both languages; the {@code type} of each problem points here. */
    @GetMapping("/docs/errors")
    ResponseEntity<byte[]> errors() {
        return answer(html(), errorsPage);
    }

    @GetMapping("/docs/errors.json")
    ResponseEntity<byte[]> errorsJson() {
        return answer(MediaType.APPLICATION_JSON, errorsJson);
    }

    @GetMapping("/docs/assets/{name}")
    ResponseEntity<byte[]> asset(@PathVariable("name") String name) {
        MediaType type = ASSETS.get(name);
        return type == null ? ResponseEntity.notFound().build() : answer(type, resource(UI + name));
    }

    private static ResponseEntity<byte[]> answer(MediaType type, byte[] content) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(5)))
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .body(content);
    }

    private static MediaType html() {
        return new MediaType("text", "html", StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator out, ErrorCode error) {
        out.writeStartObject();
        out.writeStringProperty("code", error.code());
        out.writeNumberProperty("status", error.httpStatus());
        out.writeStringProperty("category", error.category().name().toLowerCase(Locale.ROOT));
        out.writeStringProperty("zh", error.zh());
        out.writeStringProperty("en", error.en());
        out.writeEndObject();
    }

    private static byte[] resource(String path) {
        try (InputStream in = new ClassPathResource(path, DocsController.class.getClassLoader()).getInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("missing in the build: " + path, e);
        }
    }
}
