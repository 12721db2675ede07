package io.tongbao.web.security;

import io.tongbao.edge.Exchange;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A cookie that only its own host gets, over TLS, and no script reads: {@code __Host-}, {@code Secure}, {@code HttpOnly}, {@code
 * SameSite=Strict}. Browsers treat {@code http://localhost} as secure, so a sandbox needs no other rule.
 *
 * @param name begins with {@code __Host-}
 */
public record SessionCookie(String name) {

    /** Staff. */
    public static final SessionCookie STAFF = new SessionCookie("__Host-tongbao-ops");

    /** Customers. */
    public static final SessionCookie CUSTOMER = new SessionCookie("__Host-tongbao-app");

    /** A random secret by which limits know a browser again; not a session. */
    public static final SessionCookie BROWSER = new SessionCookie("__Host-tongbao-browser");

    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{16,128}");
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict";

    public SessionCookie {
        if (!name.startsWith("__Host-")) {
            throw new IllegalArgumentException("a session cookie belongs to its host: __Host-");
        }
    }

    /** The value sent; empty when there is none, or two that differ: then somebody planted one. */
    public Optional<String> read(Exchange exchange) {
        String header = exchange.combined("Cookie");
        if (header == null || header.length() > 8_192) {
            return Optional.empty();
        }
        String found = null;
        for (String pair : header.split("[;,]", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                String value = pair.substring(equals + 1).strip();
                if (found != null && !found.equals(value)) {
                    return Optional.empty();
                }
                found = value;
            }
        }
        return Optional.ofNullable(found).filter(value -> VALUE.matcher(value).matches());
    }

    /** For as long as the browser is open; the session's own ends count anyway. */
    public void set(Exchange exchange, String value) {
        exchange.addHeader("Set-Cookie", name + "=" + checked(value) + ATTRIBUTES);
    }

    public void set(Exchange exchange, String value, Duration maxAge) {
        exchange.addHeader("Set-Cookie", name + "=" + checked(value) + ATTRIBUTES + "; Max-Age=" + maxAge.toSeconds());
    }

    public void clear(Exchange exchange) {
        exchange.addHeader("Set-Cookie", name + "=" + ATTRIBUTES + "; Max-Age=0");
    }

    private static String checked(String value) {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("a cookie's value has 16 to 128 characters of base64url");
        }
        return value;
    }
}
