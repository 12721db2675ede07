package io.tongbao.ledger.store;

import io.tongbao.ledger.Account;
import io.tongbao.ledger.posting.AccountState;
import io.tongbao.ledger.posting.Books;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accounts as a lane left them, so that a lane that is alone on its database need not read and lock them again for each
 * batch. Nothing rests on the cache being right: every row is written under the condition that its version is the cached
 * one, every refusal is checked against the locked row, and a mismatch runs the batch again from the database.
 */
final class AccountCache {

    private static final int MOST_ACCOUNTS = 200_000;

    private final Map<Long, Account> accounts = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Account> eldest) {
            return size() > MOST_ACCOUNTS;
        }
    };

    @Nullable
    Account get(long id) {
        return accounts.get(id);
    }

    /** Remembers what a batch left behind; to be called after its commit only. */
    void remember(Books books) {
        for (AccountState account : books.accounts()) {
            accounts.put(account.id(), account.afterCommit());
        }
    }

    void clear() {
        accounts.clear();
    }
}
