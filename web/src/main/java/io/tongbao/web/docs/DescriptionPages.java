package io.tongbao.web.docs;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenAPI of {@code /app/v1} and {@code /ops/v1}, written by hand, with a page for each beside the providers' at {@code /docs}.
 * Everything comes from our own origin; the pages' scripts and styles are those of {@code /docs}.
 */
public final class DescriptionPages extends HttpServlet {

    /** Where it is to be mapped. */
    public static final List<String> PATHS =
            List.of("/openapi-app.yaml", "/docs/app", "/docs/app.js", "/openapi-ops.yaml", "/docs/ops", "/docs/ops.js");

    private static final long serialVersionUID = 1L;

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private static final String NAME = "{name}";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Tongbao {name} API v1</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="/docs/assets/favicon-32x32.png">
            <link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
            <body><p><a href="/docs">Providers 商户</a> · <a href="/docs/app">Customers 用户</a> ·
            <a href="/docs/ops">Operations 运营</a> · <a href="/docs/errors">Errors 错误码</a> ·
            <a href="/openapi-{name}.yaml">openapi-{name}.yaml</a></p><div id="ui"></div>
            <noscript><p>This page needs JavaScript; <a href="/openapi-{name}.yaml">openapi-{name}.yaml</a> says the same.</p></noscript>
            <script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/{name}.js"></script></body></html>
            """;

    private static final String START = """
            window.ui = SwaggerUIBundle({url: "/openapi-{name}.yaml", dom_id: "#ui", deepLinking: true, validatorUrl: null,
              supportedSubmitMethods: [], presets: [SwaggerUIBundle.presets.apis], layout: "BaseLayout"});
            """;

    private final transient Map<String, Asset> assets = new HashMap<>();

    public DescriptionPages() {
        for (String name : List.of("app", "ops")) {
            assets.put("/openapi-" + name + ".yaml", new Asset(description(name), "application/yaml"));
            assets.put("/docs/" + name, new Asset(bytes(PAGE.replace(NAME, name)), "text/html; charset=utf-8"));
            assets.put(
                    "/docs/" + name + ".js",
                    new Asset(bytes(START.replace(NAME, name)), "text/javascript; charset=utf-8"));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Asset(byte[] content, String type) {}

    /** The description, {@code app} or {@code ops}, as it is served. */
    public static byte[] description(String name) {
        String file = "/openapi/tongbao-" + name + "-v1.yaml";
        try (InputStream in = DescriptionPages.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is part of the module");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        @Nullable Asset asset = assets.get(request.getRequestURI());
        if (asset == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType(asset.type());
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "max-age=300");
        response.setContentLength(asset.content().length);
        response.getOutputStream().write(asset.content());
    }
}
