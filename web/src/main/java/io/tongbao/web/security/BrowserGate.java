package io.tongbao.web.security;

import io.tongbao.edge.Exchange;
import io.tongbao.edge.HttpCall;
import io.tongbao.edge.WebError;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.Refused;
import java.util.Optional;

/**
 * What every request of a browser's API passes before its route is looked for: transport, rate by address, origin, CSRF. The
 * servlets for {@code /app/v1} and {@code /ops/v1} call it first thing.
 */
public final class BrowserGate {

    private final AddressLimits limits;
    private final boolean httpsOnly;

    public BrowserGate(AddressLimits limits, Mode mode) {
        this.limits = limits;
        this.httpsOnly = mode == Mode.PRODUCTION;
    }

    /**
     * Lets a request in, and says which session token it carries.
     *
     * @throws Refused {@link WebError}, RATE_LIMITED
     */
    public Optional<String> admit(HttpCall call, SessionCookie cookie) {
        Exchange exchange = call.exchange();
        // Behind a proxy that ends TLS, its X-Forwarded-Proto says how the caller came.
        if (httpsOnly && !exchange.scheme().equals("https")) {
            throw new Refused(WebError.PLAIN_HTTP_REFUSED);
        }
        limits.admit(exchange);
        Optional<String> session = cookie.read(exchange);
        if (call.isWrite()) {
            CsrfToken.requireSameOrigin(exchange);
            CsrfToken.require(exchange, session.orElse(null));
        }
        return session;
    }
}
