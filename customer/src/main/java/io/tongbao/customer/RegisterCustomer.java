package io.tongbao.customer;

import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/** Work in progress: the signatures stand. Registers customers and opens their wallets. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class RegisterCustomer {

    private final Object parts;

    public RegisterCustomer(DataSource dataSource, PinKeyring keyring, InstantSource clock) {
        this.parts = List.of(dataSource, keyring, clock);
    }

    public Customer execute(RegisterCommand command) {
        throw new UnsupportedOperationException(parts + " " + command);
    }

    /** @return in the order of the commands */
    public List<Customer> registerAll(List<RegisterCommand> commands) {
        throw new UnsupportedOperationException(parts + " " + commands);
    }
}
