package io.tongbao.payment.funding;

import io.tongbao.kernel.Currency;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.partner.PartnerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Accounts of the house that dealing with partners needs; opened when first asked for, then remembered. Thread-safe. */
public final class HouseAccounts {

    private static final String FIND = "SELECT account_id FROM payment.house_account WHERE name = ? AND currency = ?";
    private static final String REMEMBER =
            "INSERT INTO payment.house_account (name, currency, account_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

    private final DataSource database;
    private final Map<Key, Long> known = new ConcurrentHashMap<>();

    private record Key(String name, Currency currency) {}

    public HouseAccounts(DataSource database) {
        this.database = database;
    }

    /** Money on its way whose fate is not known; nothing ever stays on it. */
    public long suspense(Currency currency) {
        return account("suspense", currency, ChartOfAccounts.SUSPENSE, Set.of(AccountFlag.HISTORY));
    }

    /** Money taken from cards and phone bills that providers have yet to capture. */
    public long authorised(Currency currency) {
        return account(
                "authorised",
                currency,
                ChartOfAccounts.AUTHORISED,
                Set.of(AccountFlag.HISTORY, AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS));
    }

    /** What a partner owes us (debit balance) or we owe it, until it is settled. */
    public long clearing(PartnerId partner, Currency currency) {
        return account("clearing:" + partner, currency, ChartOfAccounts.PARTNER_CLEARING, Set.of(AccountFlag.HISTORY));
    }

    private long account(String name, Currency currency, ChartOfAccounts code, Set<AccountFlag> flags) {
        return known.computeIfAbsent(new Key(name, currency), key -> {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    return findOrOpen(connection, key, code, flags);
                } finally {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            } catch (SQLException e) {
                throw new IllegalStateException("account " + name + " could not be found or opened", e);
            }
        });
    }

    private static long findOrOpen(Connection connection, Key key, ChartOfAccounts code, Set<AccountFlag> flags)
            throws SQLException {
        long found = find(connection, key);
        if (found != 0) {
            return found;
        }
        long id = AccountStore.nextIds(connection, 1)[0];
        AccountStore.open(connection, List.of(new AccountSpec(id, key.currency().ledger(), code.code(), flags)));
        try (PreparedStatement remember = connection.prepareStatement(REMEMBER)) {
            remember.setString(1, key.name());
            remember.setString(2, key.currency().name());
            remember.setLong(3, id);
            if (remember.executeUpdate() == 1) {
                connection.commit();
                return id;
            }
        }
        // Another node was first; what was opened here goes with the rollback.
        connection.rollback();
        return find(connection, key);
    }

    private static long find(Connection connection, Key key) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, key.name());
            find.setString(2, key.currency().name());
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
