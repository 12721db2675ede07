package io.tongbao.customer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import io.tongbao.postgres.ArrayParameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads of customers. What hardly ever changes about them is cached, so that a payment need not ask the database. */
public final class Customers {

    static final String COLUMNS =
            "id, msisdn, name, wallet_account_id, currency, status, created_ts, limited, person_id, kind, language";
    private static final int CACHED = 200_000;

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final Cache<UUID, CustomerFacts> byId =
            Caffeine.newBuilder().maximumSize(CACHED).build();
    private final Cache<String, UUID> byNumber =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    public Customers(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The customer as stored now. */
    public Optional<Customer> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM customer.customer WHERE id = ?")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    /** The customer of a number, as stored now. */
    public Optional<Customer> byMsisdn(Msisdn msisdn) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM customer.customer WHERE msisdn = ?")
                .param(msisdn.e164())
                .query((row, n) -> read(row))
                .optional();
    }

    /** The customer whose wallet this account is, as stored now. */
    public Optional<Customer> byWallet(long accountId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM customer.customer WHERE wallet_account_id = ?")
                .param(accountId)
                .query((row, n) -> read(row))
                .optional();
    }

    /** What hardly ever changes about a customer; cached. */
    public Optional<CustomerFacts> facts(UUID id) {
        @Nullable CustomerFacts known = byId.getIfPresent(id);
        return known != null ? Optional.of(known) : find(id).map(this::remember);
    }

    /** What hardly ever changes about the customer of a number; cached. */
    public Optional<CustomerFacts> facts(Msisdn msisdn) {
        @Nullable UUID id = byNumber.getIfPresent(msisdn.e164());
        return id != null ? facts(id) : byMsisdn(msisdn).map(this::remember);
    }

    /** Reads the facts of many customers at once into the cache, ahead of a stream of requests about them. */
    public void prefetch(Collection<UUID> ids) {
        UUID[] unknown = ids.stream()
                .filter(id -> byId.getIfPresent(id) == null)
                .distinct()
                .toArray(UUID[]::new);
        if (unknown.length == 0) {
            return;
        }
        new JdbcTemplate(dataSource)
                .query(
                        "SELECT " + COLUMNS + " FROM customer.customer WHERE id = ANY (?)",
                        select -> ArrayParameters.setUuids(select, 1, unknown),
                        (row, n) -> read(row))
                .forEach(this::remember);
    }

    /** A guard found facts here that are not right any more: all are read anew. Rare. */
    public void forgetAll() {
        byId.invalidateAll();
        byNumber.invalidateAll();
    }

    private CustomerFacts remember(Customer customer) {
        CustomerFacts facts = customer.facts();
        byId.put(facts.id(), facts);
        byNumber.put(facts.msisdn().e164(), facts.id());
        return facts;
    }

    static Customer read(ResultSet row) throws SQLException {
        return new Customer(
                row.getObject(1, UUID.class),
                new Msisdn(row.getString(2)),
                row.getString(3),
                row.getLong(4),
                Currency.valueOf(row.getString(5)),
                CustomerStatus.of(row.getInt(6)),
                Instant.EPOCH.plus(row.getLong(7), ChronoUnit.MICROS),
                row.getBoolean(8),
                row.getObject(9, UUID.class),
                CustomerKind.of(row.getInt(10)),
                Language.ofTag(row.getString(11)));
    }
}
