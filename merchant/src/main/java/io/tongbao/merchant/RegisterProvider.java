package io.tongbao.merchant;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.ChartOfAccounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * Registers a service provider and opens its account, in one transaction. The caller chooses the id: the same command again
 * answers with the provider it made.
 *
 * <p>Errors: INVALID_REQUEST (name), PROVIDER_ALREADY_EXISTS (the id was used with other details).
 */
public final class RegisterProvider {

    private static final int MAX_NAME = 100;

    private final DataSource database;
    private final InstantSource clock;

    public RegisterProvider(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * @param id chosen by the caller
     * @param name 1 to 100 characters
     * @param unlimited whether its account may be overdrawn: the operator's own agents and banks only
     */
    public record Command(UUID id, String name, ProviderKind kind, Currency currency, boolean unlimited) {

        public Command {
            if (name.isBlank()
                    || name.codePointCount(0, name.length()) > MAX_NAME
                    || name.codePoints().anyMatch(Character::isISOControl)) {
                throw new Refused(RequestError.INVALID_REQUEST, "name: 1 to 100 characters, no control characters");
            }
        }
    }

    public Provider execute(Command command) {
        return registerAll(List.of(command)).getFirst();
    }

    /** Registers many at once; in the order of the commands. */
    public List<Provider> registerAll(List<Command> commands) {
        Connection connection = DataSourceUtils.getConnection(database);
        try {
            connection.setAutoCommit(false);
            List<Provider> providers = register(connection, commands);
            connection.commit();
            return providers;
        } catch (SQLException e) {
            throw new SQLStateSQLExceptionTranslator().translate("register providers", null, e);
        } finally {
            release(connection);
        }
    }

    private List<Provider> register(Connection connection, List<Command> commands) throws SQLException {
        long[] accounts = AccountStore.nextIds(connection, commands.size());
        long now = DailyPartitions.micros(clock.instant());
        List<Provider> providers = new ArrayList<>();
        List<AccountSpec> specs = new ArrayList<>();
        for (int i = 0; i < accounts.length; i++) {
            Command command = commands.get(i);
            Provider wanted = new Provider(
                    command.id(),
                    command.name(),
                    command.kind(),
                    accounts[i],
                    command.currency(),
                    ProviderStatus.ACTIVE);
            if (insert(connection, wanted, now)) {
                providers.add(wanted);
                specs.add(spec(wanted, command.unlimited()));
            } else {
                providers.add(existing(connection, wanted));
            }
        }
        AccountStore.open(connection, specs);
        return List.copyOf(providers);
    }

    private static AccountSpec spec(Provider provider, boolean unlimited) {
        Set<AccountFlag> flags = EnumSet.of(AccountFlag.HISTORY);
        if (!unlimited) {
            flags.add(AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS);
        }
        ChartOfAccounts place =
                switch (provider.kind()) {
                    case SHOP -> ChartOfAccounts.PROVIDER_PAYABLE;
                    case AGENT -> ChartOfAccounts.AGENT_FLOAT;
                };
        return new AccountSpec(provider.accountId(), provider.currency().ledger(), place.code(), flags);
    }

    private static boolean insert(Connection connection, Provider provider, long now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into merchant.provider (id, name, kind, account_id, currency, status, created_ts)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing")) {
            insert.setObject(1, provider.id());
            insert.setString(2, provider.name());
            insert.setInt(3, provider.kind().number());
            insert.setLong(4, provider.accountId());
            insert.setString(5, provider.currency().name());
            insert.setInt(6, provider.status().number());
            insert.setLong(7, now);
            return insert.executeUpdate() == 1;
        }
    }

    private static Provider existing(Connection connection, Provider wanted) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select " + Providers.COLUMNS + " from merchant.provider p where p.id = ?")) {
            select.setObject(1, wanted.id());
            try (ResultSet rows = select.executeQuery()) {
                if (rows.next()) {
                    Provider found = Providers.provider(rows);
                    if (found.name().equals(wanted.name())
                            && found.kind() == wanted.kind()
                            && found.currency() == wanted.currency()) {
                        return found;
                    }
                }
            }
        }
        throw new Refused(MerchantError.PROVIDER_ALREADY_EXISTS);
    }

    private void release(Connection connection) {
        try {
            // Ends what failed; after a commit it does nothing.
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // The pool throws a broken connection away.
            DataSourceUtils.releaseConnection(connection, database);
            return;
        }
        DataSourceUtils.releaseConnection(connection, database);
    }
}
