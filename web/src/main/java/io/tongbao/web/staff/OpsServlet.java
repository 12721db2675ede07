package io.tongbao.web.staff;

import io.tongbao.edge.CallMetrics;
import io.tongbao.edge.EdgeServlet;
import io.tongbao.edge.Exchange;
import io.tongbao.kernel.Ids;
import io.tongbao.staff.AuditEntry;
import io.tongbao.staff.AuditTrail;
import io.tongbao.staff.SignInStaff;
import io.tongbao.staff.StaffError;
import io.tongbao.web.security.BrowserGate;
import io.tongbao.web.security.SessionCookie;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** The edge of the operations console, for {@code /ops/v1/*}. */
public final class OpsServlet extends EdgeServlet<OpsCall> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(OpsServlet.class);

    private final transient BrowserGate gate;
    private final transient AuditTrail trail;

    private OpsServlet(
            OpsRouter router, BrowserGate gate, AuditTrail trail, CallMetrics metrics, InstantSource clock, Ids ids) {
        super(router.router(), metrics, clock, ids);
        this.gate = gate;
        this.trail = trail;
    }

    public static OpsServlet of(
            List<OpsRoutes> groups,
            SignInStaff signIn,
            BrowserGate gate,
            AuditTrail trail,
            CallMetrics metrics,
            InstantSource clock,
            Ids ids) {
        OpsRouter router = new OpsRouter(signIn, clock);
        groups.forEach(group -> group.addTo(router));
        return new OpsServlet(router, gate, trail, metrics, clock, ids);
    }

    @Override
    protected OpsCall call(Exchange exchange, String requestId, Locale locale) {
        return new OpsCall(exchange, requestId, locale);
    }

    @Override
    protected void admit(OpsCall call) throws IOException {
        call.session(gate.admit(call, SessionCookie.STAFF).orElse(null));
        if (!call.readsOwnBody()) {
            call.readBody();
        }
    }

    @Override
    protected void finished(OpsCall call, Instant startedAt, long durationMicros) {
        LOG.debug(
                "{} {} {} {} in {} µs",
                call.requestId(),
                call.exchange().method(),
                call.route(),
                call.exchange().status(),
                durationMicros);
        if (StaffError.PERMISSION_MISSING.equals(call.error())) {
            recordRefusal(call);
        }
    }

    /** Who tried what they may not do. */
    private void recordRefusal(OpsCall call) {
        try {
            trail.record(AuditEntry.of(call.acting(), "access.refused", "route", call.route())
                    .with("method", call.exchange().method()));
        } catch (DataAccessException e) {
            // The refusal stands and is answered; the log keeps what the trail could not.
            LOG.error("{}: a refusal could not be recorded", call.requestId(), e);
        }
    }
}
