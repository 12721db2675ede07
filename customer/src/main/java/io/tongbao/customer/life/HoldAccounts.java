package io.tongbao.customer.life;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.kernel.Currency;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.ChartOfAccounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** The account of each currency that frozen amounts are reserved towards; money arrives there only when a court takes it. */
final class HoldAccounts {

    private final CustomerDesk desk;
    private final Map<Currency, Long> known = new ConcurrentHashMap<>();

    HoldAccounts(CustomerDesk desk) {
        this.desk = desk;
    }

    long of(Currency currency) {
        return known.computeIfAbsent(currency, this::find);
    }

    private Long find(Currency currency) {
        return desk.inTransaction(() -> {
            // One at a time, so that two nodes agree on one account.
            desk.jdbc()
                    .sql("SELECT pg_advisory_xact_lock(hashtext('customer.hold_account'))::text")
                    .query(String.class)
                    .single();
            return desk.jdbc()
                    .sql("SELECT account_id FROM customer.hold_account WHERE currency = ?")
                    .param(currency.name())
                    .query(Long.class)
                    .optional()
                    .orElseGet(() -> open(currency));
        });
    }

    private Long open(Currency currency) {
        Connection connection = DataSourceUtils.getConnection(desk.dataSource());
        try {
            long id = AccountStore.nextIds(connection, 1)[0];
            AccountStore.open(
                    connection,
                    List.of(new AccountSpec(
                            id, currency.ledger(), ChartOfAccounts.FROZEN.code(), Set.of(AccountFlag.HISTORY))));
            desk.jdbc()
                    .sql("INSERT INTO customer.hold_account (currency, account_id) VALUES (?, ?)")
                    .params(currency.name(), id)
                    .update();
            return id;
        } catch (SQLException e) {
            throw new IllegalStateException("the account for frozen money could not be opened", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, desk.dataSource());
        }
    }
}
