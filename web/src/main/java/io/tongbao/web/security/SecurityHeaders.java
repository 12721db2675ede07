package io.tongbao.web.security;

import java.util.Map;

/** The headers with which browsers are told what our answers may do; constant for each part of the address space. */
public final class SecurityHeaders {

    /** For everything that has no other: pages load from us alone, run no inline script, are framed by nobody. */
    public static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** Two years, with subdomains; only where TLS is certain. */
    public static final String STRICT_TRANSPORT = "max-age=63072000; includeSubDomains";

    static final Map<String, String> OF_PAGES = Map.of(
            "Content-Security-Policy",
            POLICY,
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Permissions-Policy",
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(),"
                    + " midi=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private SecurityHeaders() {}

    /** Whether the address is of the API for providers, whose answers no browser renders. */
    static boolean isApi(String path) {
        return path.startsWith("/v1/");
    }

    /** Whether the address is of the API's description, which brings a policy of its own: its viewer sets styles inline. */
    static boolean hasOwnPolicy(String path) {
        return path.equals("/docs") || path.startsWith("/docs/") || path.startsWith("/openapi.");
    }
}
