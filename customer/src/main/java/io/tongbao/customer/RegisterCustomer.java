package io.tongbao.customer;

import io.tongbao.kernel.Refused;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.postgres.ArrayParameters;
import io.tongbao.postgres.CopyRows;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;

/**
 * Registers customers, sets their PINs and opens their wallets, in sets: one customer or a million. The caller owns the ids,
 * so a repeated command is answered with the customer it made; its PIN is not looked at again.
 *
 * <p>Errors: {@link CustomerError#CUSTOMER_ID_REUSED}, {@link CustomerError#MSISDN_ALREADY_REGISTERED}; those of {@link
 * RegisterCommand} and {@link Pin} when they are made.
 */
public final class RegisterCustomer {

    private static final int CHUNK = 10_000;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final Set<AccountFlag> WALLET_FLAGS =
            Set.of(AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS, AccountFlag.HISTORY);

    private final DataSource dataSource;
    private final PinKeyring keyring;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public RegisterCustomer(DataSource dataSource, PinKeyring keyring, InstantSource clock) {
        this.dataSource = dataSource;
        this.keyring = keyring;
        this.clock = clock;
    }

    public Customer execute(RegisterCommand command) {
        return registerAll(List.of(command)).getFirst();
    }

    /**
     * Registers all, 10,000 in a transaction; when one is refused, those of its transaction are not registered.
     *
     * @return in the order of the commands
     */
    public List<Customer> registerAll(List<RegisterCommand> commands) {
        List<Customer> registered = new ArrayList<>(commands.size());
        for (int from = 0; from < commands.size(); from += CHUNK) {
            registered.addAll(chunk(commands.subList(from, Math.min(commands.size(), from + CHUNK))));
        }
        return registered;
    }

    static long micros(InstantSource clock) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    private List<Customer> chunk(List<RegisterCommand> commands) {
        try {
            return inTransaction(commands);
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return afterRace(commands);
            }
            throw failed(e);
        }
    }

    /** Somebody registered one of them at the same time: now it is there to be seen. */
    private List<Customer> afterRace(List<RegisterCommand> commands) {
        try {
            return inTransaction(commands);
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new Refused(CustomerError.MSISDN_ALREADY_REGISTERED);
            }
            throw failed(e);
        }
    }

    private static RuntimeException failed(SQLException e) {
        RuntimeException translated = new SQLErrorCodeSQLExceptionTranslator().translate("register", null, e);
        return translated != null ? translated : new DataAccessResourceFailureException("register", e);
    }

    private List<Customer> inTransaction(List<RegisterCommand> commands) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                List<Customer> customers = register(connection, commands);
                connection.commit();
                done = true;
                return customers;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        }
    }

    private List<Customer> register(Connection connection, List<RegisterCommand> commands) throws SQLException {
        Map<UUID, Customer> known = existing(connection, commands);
        Map<UUID, RegisterCommand> fresh = new LinkedHashMap<>();
        Map<String, UUID> numbers = new HashMap<>();
        known.values().forEach(c -> numbers.put(c.msisdn().e164(), c.id()));
        for (RegisterCommand command : commands) {
            RegisterCommand earlier = fresh.get(command.id());
            Customer before = known.get(command.id());
            if (before != null ? !same(before, command) : earlier != null && !same(earlier, command)) {
                throw new Refused(CustomerError.CUSTOMER_ID_REUSED);
            }
            UUID owner = numbers.putIfAbsent(command.msisdn().e164(), command.id());
            if (owner != null && !owner.equals(command.id())) {
                throw new Refused(CustomerError.MSISDN_ALREADY_REGISTERED);
            }
            if (before == null) {
                fresh.putIfAbsent(command.id(), command);
            }
        }
        if (!fresh.isEmpty()) {
            insert(connection, List.copyOf(fresh.values()), known);
        }
        List<Customer> answer = new ArrayList<>(commands.size());
        for (RegisterCommand command : commands) {
            Customer customer = known.get(command.id());
            if (customer == null) {
                throw new IllegalStateException("a customer just registered is missing");
            }
            answer.add(customer);
        }
        return answer;
    }

    private static boolean same(Customer stored, RegisterCommand command) {
        return stored.msisdn().equals(command.msisdn())
                && stored.name().equals(command.name())
                && stored.currency() == command.currency();
    }

    private static boolean same(RegisterCommand earlier, RegisterCommand command) {
        return earlier.msisdn().equals(command.msisdn())
                && earlier.name().equals(command.name())
                && earlier.currency() == command.currency();
    }

    private static Map<UUID, Customer> existing(Connection connection, List<RegisterCommand> commands)
            throws SQLException {
        Map<UUID, Customer> known = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + Customers.COLUMNS + " FROM customer.customer WHERE id = ANY (?) OR msisdn = ANY (?)")) {
            ArrayParameters.setUuids(
                    select, 1, commands.stream().map(RegisterCommand::id).toArray(UUID[]::new));
            ArrayParameters.setTexts(
                    select, 2, commands.stream().map(c -> c.msisdn().e164()).toArray(String[]::new));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Customer customer = Customers.read(rows);
                    known.put(customer.id(), customer);
                }
            }
        }
        return known;
    }

    private void insert(Connection connection, List<RegisterCommand> commands, Map<UUID, Customer> known)
            throws SQLException {
        long[] accounts = AccountStore.nextIds(connection, commands.size());
        long ts = micros(clock);
        Instant at = Instant.EPOCH.plus(ts, ChronoUnit.MICROS);
        List<AccountSpec> wallets = new ArrayList<>(commands.size());
        CopyRows customerRows = new CopyRows(7);
        CopyRows pinRows = new CopyRows(4);
        int keyVersion = keyring.currentVersion();
        for (int i = 0; i < commands.size(); i++) {
            RegisterCommand c = commands.get(i);
            wallets.add(new AccountSpec(
                    accounts[i], c.currency().ledger(), ChartOfAccounts.CUSTOMER_WALLET.code(), WALLET_FLAGS));
            customerRows
                    .row()
                    .uuid(c.id())
                    .bigint(accounts[i])
                    .bigint(ts)
                    .smallint(CustomerStatus.ACTIVE.number())
                    .text(c.currency().name())
                    .text(c.msisdn().e164())
                    .text(c.name());
            byte[] salt = new byte[PinKeyring.SALT_BYTES];
            random.nextBytes(salt);
            pinRows.row()
                    .uuid(c.id())
                    .smallint(keyVersion)
                    .bytea(salt)
                    .bytea(keyring.make(keyVersion, c.id(), salt, c.pin()));
            known.put(
                    c.id(),
                    new Customer(c.id(), c.msisdn(), c.name(), accounts[i], c.currency(), CustomerStatus.ACTIVE, at));
        }
        AccountStore.open(connection, wallets);
        customerRows.copyInto(
                connection, "customer.customer", "id, wallet_account_id, created_ts, status, currency, msisdn, name");
        pinRows.copyInto(connection, "customer.pin", "customer_id, key_version, salt, verifier");
    }
}
