package io.tongbao.web.security;

import io.tongbao.edge.Exchange;
import io.tongbao.edge.WebError;
import io.tongbao.kernel.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Protection against requests that another site makes a browser send. Two rules, each enough alone: the browser says where the
 * request comes from ({@code Sec-Fetch-Site}, else {@code Origin}), and a write by a session carries {@code X-CSRF-Token}, a hash
 * of the session's token that only a page of ours can have read. A new session token means a new CSRF token.
 */
public final class CsrfToken {

    public static final String HEADER = "X-CSRF-Token";

    private static final byte[] DOMAIN = "tongbao-csrf-v1:".getBytes(StandardCharsets.US_ASCII);

    private CsrfToken() {}

    /** The token for a session's token. */
    public static String of(String sessionToken) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(DOMAIN);
            byte[] hash = sha256.digest(sessionToken.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Refuses a write that a browser sends for another site. Clients that are no browsers send neither header.
     *
     * @throws Refused {@link WebError#CROSS_SITE_REQUEST}
     */
    public static void requireSameOrigin(Exchange exchange) {
        String site = exchange.combined("Sec-Fetch-Site");
        String origin = exchange.combined("Origin");
        boolean foreign = (site != null && !site.equals("same-origin"))
                || (origin != null && !origin.toLowerCase(Locale.ROOT).equals(own(exchange)));
        if (foreign) {
            throw new Refused(WebError.CROSS_SITE_REQUEST);
        }
    }

    /**
     * Refuses a write by a session without the session's CSRF token.
     *
     * @param sessionToken null when there is no session: then there is nothing to misuse
     * @throws Refused {@link WebError#CSRF_TOKEN_REQUIRED}
     */
    public static void require(Exchange exchange, @Nullable String sessionToken) {
        if (sessionToken == null) {
            return;
        }
        String given = exchange.combined(HEADER);
        byte[] expected = of(sessionToken).getBytes(StandardCharsets.US_ASCII);
        if (given == null || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected)) {
            throw new Refused(WebError.CSRF_TOKEN_REQUIRED);
        }
    }

    private static String own(Exchange exchange) {
        return exchange.scheme() + "://" + exchange.authority();
    }
}
