package io.tongbao.web.signin;

import io.tongbao.credential.Sessions;
import io.tongbao.edge.CallMetrics;
import io.tongbao.edge.EdgeServlet;
import io.tongbao.edge.Exchange;
import io.tongbao.kernel.Ids;
import io.tongbao.web.security.BrowserGate;
import io.tongbao.web.security.SessionCookie;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The edge of the customers' API, for {@code /app/v1/*}. */
public final class AppServlet extends EdgeServlet<AppCall> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(AppServlet.class);

    private final transient BrowserGate gate;

    private AppServlet(AppRouter router, BrowserGate gate, CallMetrics metrics, InstantSource clock, Ids ids) {
        super(router.router(), metrics, clock, ids);
        this.gate = gate;
    }

    public static AppServlet of(
            List<AppRoutes> groups,
            Sessions sessions,
            BrowserGate gate,
            CallMetrics metrics,
            InstantSource clock,
            Ids ids) {
        AppRouter router = new AppRouter(sessions, clock);
        groups.forEach(group -> group.addTo(router));
        return new AppServlet(router, gate, metrics, clock, ids);
    }

    @Override
    protected AppCall call(Exchange exchange, String requestId, Locale locale) {
        return new AppCall(exchange, requestId, locale);
    }

    @Override
    protected void admit(AppCall call) throws IOException {
        call.token(gate.admit(call, SessionCookie.CUSTOMER).orElse(null));
        if (!call.readsOwnBody()) {
            call.readBody();
        }
    }

    @Override
    protected void finished(AppCall call, Instant startedAt, long durationMicros) {
        LOG.debug(
                "{} {} {} {} in {} µs",
                call.requestId(),
                call.exchange().method(),
                call.route(),
                call.exchange().status(),
                durationMicros);
    }
}
