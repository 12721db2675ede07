package io.tongbao.merchant.http;

import io.tongbao.edge.Exchange;
import io.tongbao.edge.HttpCall;
import io.tongbao.edge.Problem;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.MerchantError;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.ProviderKind;
import io.tongbao.payment.AnswerRenderer;
import io.tongbao.payment.IdempotencyId;
import io.tongbao.payment.Outcome;
import io.tongbao.payment.Party;
import io.tongbao.payment.StoredAnswer;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One authenticated request of the API v1 on its way through a handler: who calls, what it sent, and the ways to answer. */
public final class ApiCall extends HttpCall {

    private @Nullable Caller caller;
    private @Nullable String idempotencyKey;

    ApiCall(Exchange exchange, String requestId, Locale locale) {
        super(exchange, requestId, locale);
    }

    void authenticated(Caller by, @Nullable String key) {
        this.caller = by;
        this.idempotencyKey = key;
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
            throw new Refused(RequestError.IDEMPOTENCY_KEY_REQUIRED);
        }
        return switch (caller()) {
            case Caller.ByProvider by ->
                IdempotencyId.ofProvider(by.key().provider().id(), idempotencyKey);
            case Caller.ByDevice by -> IdempotencyId.ofCustomer(by.customerId(), idempotencyKey);
        };
    }

    /** Renders a use case's first answer; pure. */
    <T> AnswerRenderer<T> renderer(int status, Function<T, byte[]> json, Function<T, String> publicId) {
        String id = requestId();
        Locale language = locale();
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
        refusedWith(outcome.refusedWith());
        if (outcome.replayed()) {
            exchange().setHeader("Idempotent-Replayed", "true");
        }
        answer(outcome.answer().status(), outcome.answer().body());
    }
}
