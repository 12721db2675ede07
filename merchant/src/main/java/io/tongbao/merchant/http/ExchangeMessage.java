package io.tongbao.merchant.http;

import io.tongbao.edge.Exchange;
import io.tongbao.merchant.signature.SignedMessage;
import org.jspecify.annotations.Nullable;

/** A request as the signer saw it. */
record ExchangeMessage(Exchange exchange) implements SignedMessage {

    @Override
    public String method() {
        return exchange.method();
    }

    @Override
    public String scheme() {
        return exchange.scheme();
    }

    @Override
    public String authority() {
        return exchange.authority();
    }

    @Override
    public String path() {
        return exchange.path();
    }

    @Override
    public @Nullable String query() {
        return exchange.query();
    }

    @Override
    public @Nullable String field(String lowerCaseName) {
        return exchange.combined(lowerCaseName);
    }
}
