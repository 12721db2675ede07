package io.tongbao.merchant.http;

import io.tongbao.ledger.Account;
import io.tongbao.ledger.Ledger;
import io.tongbao.merchant.Provider;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a provider holds with us, and how it came about. */
@RestController
public final class BalanceController {

    private final Ledger ledger;

    public BalanceController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/v1/balance")
    void balance(ApiCall call) throws IOException {
        Provider provider = call.provider();
        Account account = ledger.account(provider.accountId())
                .orElseThrow(() -> new IllegalStateException("a provider without an account"));
        call.answer(200, Lists.balance(account, provider.currency(), json -> {
            json.writeStringProperty("provider_id", provider.publicId());
            json.writeStringProperty("name", provider.name());
        }));
    }

    @GetMapping("/v1/statement")
    void statement(ApiCall call) throws IOException {
        Provider provider = call.provider();
        Query query = Query.of(call.request());
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
