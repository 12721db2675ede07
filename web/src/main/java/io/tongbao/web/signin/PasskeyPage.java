package io.tongbao.web.signin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plain page to register, try and remove passkeys, for {@code /app/passkeys} and its script and style. WebAuthn needs a
 * script; the page says so where there is none.
 */
public final class PasskeyPage extends HttpServlet {

    /** Where it is to be mapped, with the worker that solves proofs of work for any page. */
    public static final List<String> PATHS =
            List.of("/app/passkeys", "/app/passkeys.js", "/app/passkeys.css", "/app/proof-of-work.js");

    private static final long serialVersionUID = 1L;

    private final transient Map<String, Asset> assets = Map.of(
            "/app/passkeys", new Asset("passkeys.html", "text/html; charset=utf-8"),
            "/app/passkeys.js", new Asset("passkeys.js", "text/javascript; charset=utf-8"),
            "/app/passkeys.css", new Asset("passkeys.css", "text/css; charset=utf-8"),
            "/app/proof-of-work.js", new Asset("proof-of-work.js", "text/javascript; charset=utf-8"));

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Asset(byte[] content, String type) {

        Asset(String name, String type) {
            this(read(name), type);
        }

        private static byte[] read(String name) {
            try (InputStream in = PasskeyPage.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException(name + " is part of the module");
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        @Nullable Asset asset = assets.get(request.getRequestURI());
        if (asset == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType(asset.type());
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLength(asset.content().length);
        response.getOutputStream().write(asset.content());
    }
}
