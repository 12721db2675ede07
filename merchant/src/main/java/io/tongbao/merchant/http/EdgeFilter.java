package io.tongbao.merchant.http;

import io.tongbao.customer.Devices;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.ApiKeys;
import io.tongbao.merchant.DailyPartitions;
import io.tongbao.merchant.MerchantError;
import io.tongbao.merchant.requestlog.RequestLog;
import io.tongbao.merchant.requestlog.RequestLogEntry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge of the API, for {@code /v1/*}: request id, body within bounds, authentication, rate limit, idempotency key, and one
 * log entry for every request. What is refused here never reaches a controller.
 */
public final class EdgeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(EdgeFilter.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final int MAX_IDEMPOTENCY_KEY = 64;
    private static final int MAX_LOGGED_PATH = 256;
    private static final String PAYEES = "/v1/payees/";

    private final transient Authenticator authenticator;
    private final transient RateLimits limits;
    private final transient RequestLog requestLog;
    private final transient InstantSource clock;
    private final transient Ids ids;
    private final boolean httpsOnly;

    public EdgeFilter(
            ApiKeys keys,
            Devices devices,
            RateLimits limits,
            RequestLog requestLog,
            InstantSource clock,
            Ids ids,
            Mode mode) {
        this.httpsOnly = mode == Mode.PRODUCTION;
        this.authenticator = new Authenticator(keys, devices, clock);
        this.limits = limits;
        this.requestLog = requestLog;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        long startedNanos = System.nanoTime();
        Instant startedAt = clock.instant();
        ApiCall call = new ApiCall(request, response, requestId(request), Languages.of(request));
        response.setHeader("Request-Id", call.requestId());
        try {
            admit(call);
            request.setAttribute(ApiCall.ATTRIBUTE, call);
            chain.doFilter(request, response);
        } catch (Refused | FieldRefused e) {
            Refusals.answer(call, e);
            if (response.getStatus() == RequestError.BODY_TOO_LARGE.httpStatus()) {
                response.flushBuffer();
                RequestBody.discard(request);
            }
        } catch (IOException e) {
            // The caller went away while sending or reading; nobody is left to answer. What was done stands, and a
            // repeat with
            // the same idempotency key gets its answer.
            LOG.debug("request {}: the caller went away", call.requestId(), e);
        } catch (ServletException | RuntimeException e) {
            // The edge of the process: the caller gets an id to quote, the log gets the cause.
            Refusals.answerInternal(call, e, LOG);
        } finally {
            log(call, startedAt, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startedNanos));
        }
    }

    private void admit(ApiCall call) throws IOException {
        HttpServletRequest request = call.request();
        // Behind a proxy that ends TLS, its X-Forwarded-Proto says how the caller came.
        if (httpsOnly && !request.isSecure()) {
            throw new Refused(MerchantError.HTTPS_REQUIRED);
        }
        boolean isWrite =
                !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        byte[] body = RequestBody.read(request);
        String key = isWrite ? idempotencyKey(request) : null;
        Caller caller = authenticator.authenticate(request, body, isWrite);
        call.authenticated(caller, body, key);
        limits.admit(caller, call.response());
    }

    private static String idempotencyKey(HttpServletRequest request) {
        String key = ServletMessage.combined(request, "Idempotency-Key");
        if (key == null) {
            throw new Refused(MerchantError.IDEMPOTENCY_KEY_REQUIRED);
        }
        boolean isValid = !key.isEmpty() && key.length() <= MAX_IDEMPOTENCY_KEY;
        for (int i = 0; i < key.length(); i++) {
            isValid &= key.charAt(i) > ' ' && key.charAt(i) <= '~';
        }
        if (!isValid) {
            throw new Refused(
                    MerchantError.IDEMPOTENCY_KEY_REQUIRED, "the key sent is not 1 to 64 visible ASCII characters");
        }
        return key;
    }

    private String requestId(HttpServletRequest request) {
        String given = request.getHeader("Request-Id");
        return given != null && REQUEST_ID.matcher(given).matches() ? given : PublicId.format("req", ids.next());
    }

    private void log(ApiCall call, Instant at, long durationUs) {
        HttpServletRequest request = call.request();
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
                DailyPartitions.micros(at),
                call.requestId(),
                providerId,
                customerId,
                keyId,
                request.getMethod(),
                loggable(request.getRequestURI()),
                call.response().getStatus(),
                error == null ? null : error.code(),
                durationUs,
                call.idempotencyKeyOrNull(),
                request.getRemoteAddr()));
    }

    /** Without query, and without the phone number that a payee lookup carries. */
    static String loggable(String uri) {
        if (uri.startsWith(PAYEES)) {
            return PAYEES + "*";
        }
        return uri.length() > MAX_LOGGED_PATH ? uri.substring(0, MAX_LOGGED_PATH) : uri;
    }
}
