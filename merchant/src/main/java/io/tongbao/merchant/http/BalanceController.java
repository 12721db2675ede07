package io.tongbao.merchant.http;

import io.tongbao.edge.Query;
import io.tongbao.edge.Router;
import io.tongbao.ledger.Account;
import io.tongbao.ledger.Ledger;
import io.tongbao.merchant.Provider;
import java.io.IOException;

/** What a provider holds with us, and how it came about. */
public final class BalanceController implements ApiRoutes {

    private final Ledger ledger;

    public BalanceController(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void addTo(Router<ApiCall> router) {
        router.get("/v1/balance", this::balance).get("/v1/statement", this::statement);
    }

    private void balance(ApiCall call) throws IOException {
        Provider provider = call.provider();
        Account account = ledger.account(provider.accountId())
                .orElseThrow(() -> new IllegalStateException("a provider without an account"));
        call.answer(200, Lists.balance(account, provider.currency(), json -> {
            json.writeStringProperty("provider_id", provider.publicId());
            json.writeStringProperty("name", provider.name());
        }));
    }

    private void statement(ApiCall call) throws IOException {
        Provider provider = call.provider();
        Query query = call.query();
        long before = query.timeCursor();
        int limit = query.limit();
        query.end();
        call.answer(
                200,
                Lists.statement(
                        ledger.statement(provider.accountId(), before, limit),
                        provider.accountId(),
                        provider.currency(),
                        limit));
    }
}
