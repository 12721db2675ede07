package io.tongbao.edge;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge of one API: gives the request an id, admits it, finds its route, and turns whatever is thrown into a problem.
 * Subclasses say how a caller is admitted. Nothing stands between the container and it but this, because every payment
 * passes here.
 *
 * @param <C> the call handed to the handlers
 */
public abstract class EdgeServlet<C extends HttpCall> extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(EdgeServlet.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    private final transient Router<C> router;
    private final transient CallMetrics metrics;
    private final transient InstantSource clock;
    private final transient Ids ids;

    protected EdgeServlet(Router<C> router, CallMetrics metrics, InstantSource clock, Ids ids) {
        this.router = router;
        this.metrics = metrics;
        this.clock = clock;
        this.ids = ids;
    }

    /** A call for this exchange, not yet admitted. */
    protected abstract C call(Exchange exchange, String requestId, Locale locale);

    /** Reads the body and proves the caller, or throws {@link Refused}; what is refused here reaches no handler. */
    protected abstract void admit(C call) throws IOException;

    /** Told once for every request, answered or not. */
    protected abstract void finished(C call, Instant startedAt, long durationMicros);

    /** Every route, for those who document or test them. */
    public final Router<C> router() {
        return router;
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long startedNanos = System.nanoTime();
        Instant startedAt = clock.instant();
        Exchange exchange = new ServletExchange(request, response);
        String given = exchange.header("Request-Id");
        String id = given != null && REQUEST_ID.matcher(given).matches() ? given : PublicId.format("req", ids.next());
        C call = call(exchange, id, Languages.of(exchange.header("Accept-Language")));
        exchange.setHeader("Request-Id", id);
        try {
            Router.Handler<C> handler = handler(call);
            admit(call);
            handler.handle(call);
        } catch (Refused | FieldRefused e) {
            Refusals.answer(call, e);
            if (exchange.status() == RequestError.BODY_TOO_LARGE.httpStatus()) {
                exchange.flush();
                RequestBody.discard(exchange);
            }
        } catch (Router.NotAllowed e) {
            exchange.setHeader("Allow", e.allow());
            call.refuse(RequestError.METHOD_NOT_ALLOWED, null, null);
        } catch (IOException e) {
            // The caller went away while sending or reading; nobody is left to answer. What was done stands, and a
            // repeat with the same idempotency key gets its answer.
            LOG.debug("request {}: the caller went away", id, e);
        } catch (RuntimeException e) {
            // The edge of the process: the caller gets an id to quote, the log gets the cause.
            Refusals.answerInternal(call, e, LOG);
        } finally {
            long nanos = System.nanoTime() - startedNanos;
            metrics.record(exchange.method(), call.route(), exchange.status(), nanos);
            finished(call, startedAt, TimeUnit.NANOSECONDS.toMicros(nanos));
        }
    }

    /** What will answer; an address that is not there is told only to who is admitted. */
    private Router.Handler<C> handler(C call) {
        try {
            Router.Match<C> match =
                    router.match(call.exchange().method(), call.exchange().path());
            call.matched(match);
            return match.route().handler();
        } catch (Refused | Router.NotAllowed e) {
            return refused -> {
                throw e;
            };
        }
    }
}
