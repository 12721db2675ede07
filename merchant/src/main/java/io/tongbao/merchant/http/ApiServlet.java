package io.tongbao.merchant.http;

import io.tongbao.customer.Devices;
import io.tongbao.edge.CallMetrics;
import io.tongbao.edge.EdgeServlet;
import io.tongbao.edge.Exchange;
import io.tongbao.edge.Router;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.Refused;
import io.tongbao.merchant.ApiKeys;
import io.tongbao.merchant.DailyPartitions;
import io.tongbao.merchant.MerchantError;
import io.tongbao.merchant.requestlog.RequestLog;
import io.tongbao.merchant.requestlog.RequestLogEntry;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The edge of the API v1, for {@code /v1/*}: body within bounds, authentication, rate limit, idempotency key, and one log entry
 * for every request. What is refused here never reaches a handler.
 */
public final class ApiServlet extends EdgeServlet<ApiCall> {

    private static final long serialVersionUID = 1L;

    private final transient Authenticator authenticator;
    private final transient RateLimits limits;
    private final transient RequestLog requestLog;
    private final boolean httpsOnly;

    public ApiServlet(
            List<ApiRoutes> groups,
            CallMetrics metrics,
            ApiKeys keys,
            Devices devices,
            RateLimits limits,
            RequestLog requestLog,
            InstantSource clock,
            Ids ids,
            Mode mode) {
        super(router(groups), metrics, clock, ids);
        this.httpsOnly = mode == Mode.PRODUCTION;
        this.authenticator = new Authenticator(keys, devices, clock);
        this.limits = limits;
        this.requestLog = requestLog;
    }

    private static Router<ApiCall> router(List<ApiRoutes> groups) {
        Router<ApiCall> router = new Router<>();
        groups.forEach(group -> group.addTo(router));
        return router;
    }

    @Override
    protected ApiCall call(Exchange exchange, String requestId, Locale locale) {
        return new ApiCall(exchange, requestId, locale);
    }

    @Override
    protected void admit(ApiCall call) throws IOException {
        // Behind a proxy that ends TLS, its X-Forwarded-Proto says how the caller came.
        if (httpsOnly && !call.exchange().scheme().equals("https")) {
            throw new Refused(MerchantError.HTTPS_REQUIRED);
        }
        byte[] body = call.readBody();
        String key = call.isWrite() ? call.readIdempotencyKey() : null;
        Caller caller = authenticator.authenticate(call.exchange(), body, call.isWrite());
        call.authenticated(caller, key);
        limits.admit(caller, call.exchange());
    }

    @Override
    protected void finished(ApiCall call, Instant startedAt, long durationMicros) {
        @Nullable UUID providerId = null;
        @Nullable UUID customerId = null;
        @Nullable String keyId = null;
        Caller caller = call.callerOrNull();
        if (caller != null) {
            keyId = caller.keyId();
            switch (caller) {
                case Caller.ByProvider by -> providerId = by.key().provider().id();
                case Caller.ByDevice by -> customerId = by.customerId();
            }
        }
        ErrorCode error = call.error();
        requestLog.offer(new RequestLogEntry(
                DailyPartitions.micros(startedAt),
                call.requestId(),
                providerId,
                customerId,
                keyId,
                call.exchange().method(),
                call.loggablePath(),
                call.exchange().status(),
                error == null ? null : error.code(),
                durationMicros,
                call.idempotencyKeyOrNull(),
                call.exchange().remoteAddress()));
    }
}
