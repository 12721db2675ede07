package io.tongbao.customer;

import io.tongbao.kernel.Msisdn;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Work in progress: the signatures stand. Reads of customers; what never changes is cached. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class Customers {

    private final DataSource dataSource;

    public Customers(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The customer as stored now. */
    public Optional<Customer> find(UUID id) {
        throw new UnsupportedOperationException(dataSource + " " + id);
    }

    /** The customer of a number, as stored now. */
    public Optional<Customer> byMsisdn(Msisdn msisdn) {
        throw new UnsupportedOperationException(dataSource + " " + msisdn);
    }

    /** What never changes about a customer; cached. */
    public Optional<CustomerFacts> facts(UUID id) {
        throw new UnsupportedOperationException(dataSource + " " + id);
    }

    /** What never changes about the customer of a number; cached. */
    public Optional<CustomerFacts> facts(Msisdn msisdn) {
        throw new UnsupportedOperationException(dataSource + " " + msisdn);
    }
}
