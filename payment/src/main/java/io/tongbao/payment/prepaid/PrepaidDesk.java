package io.tongbao.payment.prepaid;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.Ledger;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Riders;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferResult;
import io.tongbao.staff.AuditTrail;
import io.tongbao.vault.Vault;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** What the use cases of prepaid cards share. One per process; thread-safe. */
public final class PrepaidDesk {

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Ids ids;
    private final Vault vault;
    private final AuditTrail trail;
    private final SecureRandom random;

    public PrepaidDesk(
            DataSource dataSource,
            Ledger ledger,
            InstantSource clock,
            Ids ids,
            Vault vault,
            AuditTrail trail,
            SecureRandom random) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.ledger = ledger;
        this.clock = clock;
        this.ids = ids;
        this.vault = vault;
        this.trail = trail;
        this.random = random;
    }

    /** The other side of prepaid money; the order is that of the stored numbers. */
    enum Purpose {
        SOLD(1, ChartOfAccounts.PREPAID_SOLD),
        BREAKAGE(2, ChartOfAccounts.PREPAID_BREAKAGE);

        private final int number;
        private final ChartOfAccounts code;

        Purpose(int number, ChartOfAccounts code) {
            this.number = number;
            this.code = code;
        }

        int number() {
            return number;
        }
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    Ledger ledger() {
        return ledger;
    }

    InstantSource clock() {
        return clock;
    }

    OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    Ids ids() {
        return ids;
    }

    Vault vault() {
        return vault;
    }

    AuditTrail trail() {
        return trail;
    }

    SecureRandom random() {
        return random;
    }

    Optional<PrepaidProduct> product(UUID id) {
        return jdbc.sql(PRODUCT + " WHERE id = ?")
                .param(id)
                .query((row, n) -> readProduct(row))
                .optional();
    }

    /** PREPAID_PRODUCT_NOT_FOUND. */
    PrepaidProduct requireProduct(UUID id) {
        return product(id).orElseThrow(() -> new Refused(PrepaidError.PREPAID_PRODUCT_NOT_FOUND));
    }

    static final String PRODUCT = """
        SELECT id, name_zh, name_en, currency, faces, validity_days, expiry_policy, loads_wallet, providers, services,
               open
        FROM payment.prepaid_product\
        """;

    static PrepaidProduct readProduct(ResultSet row) throws SQLException {
        return new PrepaidProduct(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                Currency.valueOf(row.getString(4)),
                List.of((Long[]) array(row, 5)),
                row.getInt(6),
                PrepaidProduct.Expiry.of(row.getInt(7)),
                row.getBoolean(8),
                Set.of((UUID[]) array(row, 9)),
                Set.of((String[]) array(row, 10)),
                row.getBoolean(11));
    }

    private static Object array(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array.getArray();
    }

    Optional<PrepaidCard> card(UUID id) {
        return jdbc.sql("SELECT " + PrepaidTable.COLUMNS + " FROM payment.prepaid_card WHERE id = ?")
                .param(id)
                .query((row, n) -> PrepaidTable.read(row))
                .optional();
    }

    Optional<PrepaidCard> bySerial(String serial) {
        return jdbc.sql("SELECT " + PrepaidTable.COLUMNS + " FROM payment.prepaid_card WHERE serial = ?")
                .param(serial)
                .query((row, n) -> PrepaidTable.read(row))
                .optional();
    }

    /** PREPAID_NOT_FOUND. */
    PrepaidCard require(UUID id) {
        return card(id).orElseThrow(() -> new Refused(PrepaidError.PREPAID_NOT_FOUND));
    }

    /** What is left on a card, minor units. */
    long balance(PrepaidCard card) {
        return ledger.account(card.accountId())
                .orElseThrow(() -> new IllegalStateException("every card has an account"))
                .available();
    }

    /** The account on the other side, opened when it is needed first. */
    long account(Currency currency, Purpose purpose) {
        Optional<Long> known = find(currency, purpose);
        if (known.isPresent()) {
            return known.get();
        }
        Long opened = transactions.execute(status -> {
            jdbc.sql("LOCK TABLE payment.prepaid_account IN EXCLUSIVE MODE").update();
            return find(currency, purpose).orElseGet(() -> open(currency, purpose));
        });
        if (opened == null) {
            throw new IllegalStateException("an account has a number");
        }
        return opened;
    }

    private Optional<Long> find(Currency currency, Purpose purpose) {
        return jdbc.sql("SELECT account_id FROM payment.prepaid_account WHERE currency = ? AND purpose = ?")
                .params(currency.name(), purpose.number())
                .query(Long.class)
                .optional();
    }

    private Long open(Currency currency, Purpose purpose) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            long id = AccountStore.nextIds(connection, 1)[0];
            AccountStore.open(
                    connection,
                    List.of(new AccountSpec(id, currency.ledger(), purpose.code.code(), Set.of(AccountFlag.HISTORY))));
            jdbc.sql("INSERT INTO payment.prepaid_account (currency, purpose, account_id) VALUES (?, ?, ?)")
                    .params(currency.name(), purpose.number(), id)
                    .update();
            return id;
        } catch (SQLException e) {
            throw new IllegalStateException("the account could not be opened", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** Posts and waits; what guards refuse or reject is thrown. */
    void post(UUID affinity, List<Transfer> transfers, List<Guard<?, ?>> guards) {
        Decision decision =
                ledger.post(new Posting(affinity.getLeastSignificantBits(), transfers, guards, Riders.NONE));
        switch (decision) {
            case Decision.Applied applied -> {}
            case Decision.Replayed replayed -> {}
            case Decision.Rejected(var stamp, var code, var detail) -> throw new Refused(code);
            case Decision.RefusedByGuard(var stamp, var code, var detail) -> throw new Refused(code);
            // Balances moved between reading and posting.
            case Decision.RefusedByLedger(var stamp, var index, var result) ->
                throw new Refused(
                        result == TransferResult.EXCEEDS_CREDITS
                                ? PrepaidError.PREPAID_BUSY
                                : RequestError.INTERNAL_ERROR,
                        result.name());
        }
    }
}
