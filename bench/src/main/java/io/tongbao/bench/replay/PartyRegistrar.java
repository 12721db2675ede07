package io.tongbao.bench.replay;

import io.tongbao.customer.Customer;
import io.tongbao.customer.Pin;
import io.tongbao.customer.RegisterCommand;
import io.tongbao.customer.RegisterCustomer;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Msisdn;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.ProviderKind;
import io.tongbao.merchant.RegisterProvider;
import io.tongbao.postgres.ArrayParameters;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Gives new names an identity and an account: customers and providers are registered like any other; agents and banks are
 * registered as agents of the operator, without limit. Each step may be repeated after a crash and comes to the same result.
 */
final class PartyRegistrar {

    /** A country code that nobody has, so that no real number is taken. */
    private static final String NOBODYS_COUNTRY = "+999";

    /** Accounts that owners number themselves lie above 2^62. */
    private static final long OWN_BOOKS = (1L << 62) + 2_000_000_000L;

    private static final String NOTE = "INSERT INTO bench.party (role, name, id, opening_minor, first_row, file_id)"
            + " SELECT k.role, k.name, k.id, k.opening, k.row, ?"
            + " FROM unnest(?::smallint[], ?::text[], ?::uuid[], ?::bigint[], ?::bigint[])"
            + " AS k (role, name, id, opening, row) ON CONFLICT DO NOTHING";
    private static final String WITHOUT_ACCOUNT = "SELECT p.role, p.name, p.id, p.number"
            + " FROM unnest(?::smallint[], ?::text[]) AS k (role, name)"
            + " JOIN bench.party p ON p.role = k.role AND p.name = k.name WHERE p.account_id IS NULL";
    private static final String SET_ACCOUNTS = "UPDATE bench.party p SET account_id = k.account_id"
            + " FROM unnest(?::uuid[], ?::bigint[]) AS k (id, account_id) WHERE p.id = k.id";

    private final DataSource database;
    private final RegisterCustomer registerCustomer;
    private final RegisterProvider registerProvider;
    private final Currency currency;
    private final Ids ids;
    private final SecureRandom random = new SecureRandom();

    PartyRegistrar(
            DataSource database,
            RegisterCustomer registerCustomer,
            RegisterProvider registerProvider,
            Currency currency,
            Ids ids) {
        this.database = database;
        this.registerCustomer = registerCustomer;
        this.registerProvider = registerProvider;
        this.currency = currency;
        this.ids = ids;
    }

    private record Homeless(Party.Key key, UUID id, long number) {}

    /** Makes sure that each of these names has an account. */
    void register(ReplayedFile file, Map<Party.Key, Party.Sighting> names) throws SQLException {
        note(file, names);
        List<Homeless> customers = new ArrayList<>();
        List<Homeless> providers = new ArrayList<>();
        List<Homeless> ownBooks = new ArrayList<>();
        for (Homeless party : withoutAccount(List.copyOf(names.keySet()))) {
            switch (party.key().role()) {
                case CUSTOMER -> customers.add(party);
                case AGENT, PROVIDER, BANK -> providers.add(party);
                case OPENING -> ownBooks.add(party);
            }
        }
        registerCustomers(customers);
        registerProviders(providers);
        openOwnBooks(ownBooks);
    }

    /** First of all the names get their ids, so that a crash between the steps leaves nothing that is not found again. */
    private void note(ReplayedFile file, Map<Party.Key, Party.Sighting> names) throws SQLException {
        int n = names.size();
        short[] roles = new short[n];
        String[] texts = new String[n];
        UUID[] newIds = new UUID[n];
        long[] openings = new long[n];
        long[] rows = new long[n];
        int i = 0;
        for (Map.Entry<Party.Key, Party.Sighting> name : names.entrySet()) {
            roles[i] = (short) name.getKey().role().number();
            texts[i] = name.getKey().name();
            newIds[i] = ids.next();
            openings[i] = name.getValue().openingMinor();
            rows[i] = name.getValue().row();
            i++;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(NOTE)) {
            insert.setInt(1, file.id());
            ArrayParameters.setSmallints(insert, 2, roles);
            ArrayParameters.setTexts(insert, 3, texts);
            ArrayParameters.setUuids(insert, 4, newIds);
            ArrayParameters.setBigints(insert, 5, openings);
            ArrayParameters.setBigints(insert, 6, rows);
            insert.executeUpdate();
        }
    }

    private List<Homeless> withoutAccount(List<Party.Key> names) throws SQLException {
        List<Homeless> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(WITHOUT_ACCOUNT)) {
            PartyBook.setNames(select, names);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Homeless(
                            new Party.Key(PartyRole.of(rows.getInt(1)), rows.getString(2)),
                            rows.getObject(3, UUID.class),
                            rows.getLong(4)));
                }
            }
        }
        return found;
    }

    private void registerCustomers(List<Homeless> parties) throws SQLException {
        if (parties.isEmpty()) {
            return;
        }
        List<RegisterCommand> commands = new ArrayList<>(parties.size());
        List<Pin> pins = new ArrayList<>(parties.size());
        for (Homeless party : parties) {
            Pin pin = unknownPin();
            pins.add(pin);
            commands.add(new RegisterCommand(
                    party.id(),
                    new Msisdn(String.format("%s%09d", NOBODYS_COUNTRY, party.number())),
                    displayName(party),
                    currency,
                    pin));
        }
        List<Customer> customers = registerCustomer.registerAll(commands);
        pins.forEach(Pin::close);
        UUID[] known = new UUID[customers.size()];
        long[] accounts = new long[known.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = customers.get(i).id();
            accounts[i] = customers.get(i).walletAccountId();
        }
        try (Connection connection = database.getConnection()) {
            setAccounts(connection, known, accounts);
        }
    }

    private void registerProviders(List<Homeless> parties) throws SQLException {
        if (parties.isEmpty()) {
            return;
        }
        List<RegisterProvider.Command> commands = new ArrayList<>(parties.size());
        for (Homeless party : parties) {
            boolean shop = party.key().role() == PartyRole.PROVIDER;
            commands.add(new RegisterProvider.Command(
                    party.id(), displayName(party), shop ? ProviderKind.SHOP : ProviderKind.AGENT, currency, !shop));
        }
        List<Provider> providers = registerProvider.registerAll(commands);
        UUID[] known = new UUID[providers.size()];
        long[] accounts = new long[known.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = providers.get(i).id();
            accounts[i] = providers.get(i).accountId();
        }
        try (Connection connection = database.getConnection()) {
            setAccounts(connection, known, accounts);
        }
    }

    private void openOwnBooks(List<Homeless> parties) throws SQLException {
        for (Homeless party : parties) {
            try (Connection connection = database.getConnection()) {
                // Computed, so that a repeat opens the same account.
                long account = OWN_BOOKS + party.number();
                AccountStore.open(
                        connection,
                        List.of(new AccountSpec(account, currency.ledger(), ChartOfAccounts.OPENING.code(), Set.of())));
                setAccounts(connection, new UUID[] {party.id()}, new long[] {account});
            }
        }
    }

    private static void setAccounts(Connection connection, UUID[] known, long[] accounts) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SET_ACCOUNTS)) {
            ArrayParameters.setUuids(update, 1, known);
            ArrayParameters.setBigints(update, 2, accounts);
            update.executeUpdate();
        }
    }

    private static String displayName(Homeless party) {
        String name = party.key().name();
        if (name.isBlank() || name.codePoints().anyMatch(Character::isISOControl)) {
            return "replay " + party.number();
        }
        return name.codePointCount(0, name.length()) <= RegisterCommand.MAX_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, RegisterCommand.MAX_NAME));
    }

    /** Nobody is to confirm anything with it: the policy of replays asks for no PIN. */
    private Pin unknownPin() {
        char[] digits = new char[6];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (char) ('0' + random.nextInt(10));
        }
        try {
            return Pin.of(digits);
        } finally {
            Arrays.fill(digits, '\0');
        }
    }
}
