package io.tongbao.merchant.http;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.merchant.MerchantError;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.ProviderKind;
import io.tongbao.payment.AnswerRenderer;
import io.tongbao.payment.IdempotencyId;
import io.tongbao.payment.Outcome;
import io.tongbao.payment.Party;
import io.tongbao.payment.StoredAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One authenticated request on its way through a controller: who calls, what it sent, and the ways to answer. Made by
 * {@link EdgeFilter}; lives as long as the request.
 */
final class ApiCall {

    static final String ATTRIBUTE = ApiCall.class.getName();

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final String requestId;
    private final Locale locale;
    private byte[] body = new byte[0];
    private @Nullable Caller caller;
    private @Nullable String idempotencyKey;
    private @Nullable ErrorCode error;

    ApiCall(HttpServletRequest request, HttpServletResponse response, String requestId, Locale locale) {
        this.request = request;
        this.response = response;
        this.requestId = requestId;
        this.locale = locale;
    }

    void authenticated(Caller by, byte[] content, @Nullable String key) {
        this.caller = by;
        this.body = content;
        this.idempotencyKey = key;
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    String requestId() {
        return requestId;
    }

    Locale locale() {
        return locale;
    }

    /** Null until authenticated. */
    @Nullable
    Caller callerOrNull() {
        return caller;
    }

    @Nullable
    String idempotencyKeyOrNull() {
        return idempotencyKey;
    }

    /** What the request was refused with, for the log. */
    @Nullable
    ErrorCode error() {
        return error;
    }

    Caller caller() {
        if (caller == null) {
            throw new Refused(MerchantError.AUTHENTICATION_REQUIRED);
        }
        return caller;
    }

    /** The calling provider, shop or agent; FORBIDDEN for a payer. */
    Provider provider() {
        if (caller() instanceof Caller.ByProvider by) {
            return by.key().provider();
        }
        throw new Refused(MerchantError.FORBIDDEN, "this address is for service providers");
    }

    Provider shop() {
        return provider(ProviderKind.SHOP);
    }

    Provider agent() {
        return provider(ProviderKind.AGENT);
    }

    private Provider provider(ProviderKind kind) {
        Provider provider = provider();
        if (provider.kind() != kind) {
            throw new Refused(
                    MerchantError.FORBIDDEN,
                    kind == ProviderKind.AGENT ? "this address is for agents" : "this address is for shops");
        }
        return provider;
    }

    /** The calling payer; FORBIDDEN for a provider. */
    Caller.ByDevice device() {
        if (caller() instanceof Caller.ByDevice by) {
            return by;
        }
        throw new Refused(MerchantError.FORBIDDEN, "this address is for payers' devices");
    }

    Party party() {
        return switch (caller()) {
            case Caller.ByProvider by -> new Party.Provider(by.key().provider().id());
            case Caller.ByDevice by -> new Party.Customer(by.customerId());
        };
    }

    IdempotencyId idempotency() {
        if (idempotencyKey == null) {
            throw new Refused(MerchantError.IDEMPOTENCY_KEY_REQUIRED);
        }
        return switch (caller()) {
            case Caller.ByProvider by ->
                IdempotencyId.ofProvider(by.key().provider().id(), idempotencyKey);
            case Caller.ByDevice by -> IdempotencyId.ofCustomer(by.customerId(), idempotencyKey);
        };
    }

    JsonBody json() {
        return JsonBody.of(body);
    }

    /** For requests that say everything by their address: the body is empty or {@code {}}. */
    void noFields() {
        json().end();
    }

    /** Renders a use case's first answer; pure. */
    <T> AnswerRenderer<T> renderer(int status, Function<T, byte[]> json, Function<T, String> publicId) {
        String id = requestId;
        Locale language = locale;
        return new AnswerRenderer<>() {
            @Override
            public StoredAnswer success(T view) {
                return new StoredAnswer(status, json.apply(view));
            }

            @Override
            public StoredAnswer refusal(ErrorCode code, @Nullable String detail, @Nullable T view) {
                String object = view == null ? null : publicId.apply(view);
                return new StoredAnswer(code.httpStatus(), new Problem(code, detail, null, object, id).json(language));
            }
        };
    }

    /** Writes a use case's answer as it was stored. */
    void answer(Outcome<?> outcome) throws IOException {
        error = outcome.refusedWith();
        if (outcome.replayed()) {
            response.setHeader("Idempotent-Replayed", "true");
        }
        answer(outcome.answer().status(), outcome.answer().body());
    }

    /** Writes JSON; a problem when the status is one of an error. */
    void answer(int status, byte[] json) throws IOException {
        write(status, status >= 400 ? Problem.MEDIA_TYPE : "application/json", json);
    }

    void refuse(ErrorCode code, @Nullable String detail, @Nullable String field) throws IOException {
        error = code;
        write(code.httpStatus(), Problem.MEDIA_TYPE, new Problem(code, detail, field, null, requestId).json(locale));
    }

    private void write(int status, String mediaType, byte[] content) throws IOException {
        response.setStatus(status);
        response.setContentType(mediaType);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }
}
