package io.tongbao.payment;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.Account;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Ledger;
import io.tongbao.ledger.PostedTransfer;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.StatementLine;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The ledger of a process that can die: dead, it writes nothing; what it wrote before stands. */
record MortalLedger(Ledger inner, AtomicBoolean dead) implements Ledger {

    @Override
    public CompletableFuture<Decision> submit(Posting posting) {
        return dead.get()
                ? CompletableFuture.failedFuture(new Refused(RequestError.OUTCOME_UNKNOWN))
                : inner.submit(posting);
    }

    @Override
    public Decision post(Posting posting) {
        if (dead.get()) {
            throw new Refused(RequestError.OUTCOME_UNKNOWN);
        }
        return inner.post(posting);
    }

    @Override
    public Optional<Account> account(long id) {
        return inner.account(id);
    }

    @Override
    public Map<Long, Account> accounts(Collection<Long> ids) {
        return inner.accounts(ids);
    }

    @Override
    public Optional<PostedTransfer> transfer(UUID id) {
        return inner.transfer(id);
    }

    @Override
    public List<StatementLine> statement(long accountId, long before, int limit) {
        return inner.statement(accountId, before, limit);
    }

    @Override
    public Account balanceAsOf(long accountId, long ts) {
        return inner.balanceAsOf(accountId, ts);
    }
}
