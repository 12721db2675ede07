package io.tongbao.customer;

import io.tongbao.customer.notice.Notices;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.TextSender;
import io.tongbao.ledger.Ledger;
import io.tongbao.vault.Vault;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the use cases about customers share. One per process; thread-safe. */
public final class CustomerDesk {

    /** Where a customer's day begins. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Ids ids;
    private final Customers customers;
    private final Vault vault;
    private final Notices notices;
    private final Allowances allowances;

    public CustomerDesk(
            DataSource dataSource,
            Ledger ledger,
            InstantSource clock,
            Ids ids,
            Customers customers,
            Vault vault,
            TextSender texts) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.ledger = ledger;
        this.clock = clock;
        this.ids = ids;
        this.customers = customers;
        this.vault = vault;
        this.notices = new Notices(jdbc, transactions, clock, ids, texts);
        this.allowances = new Allowances(jdbc);
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Instant now() {
        return clock.instant();
    }

    /** Microseconds since 1970. */
    public long nowMicros() {
        return RegisterCustomer.micros(clock);
    }

    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZONE);
    }

    public InstantSource clock() {
        return clock;
    }

    public Ids ids() {
        return ids;
    }

    public Customers customers() {
        return customers;
    }

    public Vault vault() {
        return vault;
    }

    public Notices notices() {
        return notices;
    }

    public Allowances allowances() {
        return allowances;
    }

    /** Runs {@code work} in one transaction; the notices it left are sent by the job. */
    public <T> T atomically(Supplier<T> work) {
        return transactions.execute(status -> work.get());
    }

    /** Runs {@code work} in one transaction, then sends the notices it left; within another's, the job sends them. */
    public <T> T inTransaction(Supplier<T> work) {
        T done = atomically(work);
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            notices.send(Notices.PAGE);
        }
        return done;
    }

    /** The customer as stored now; {@link CustomerError#CUSTOMER_NOT_FOUND}. */
    public Customer customer(UUID id) {
        return customers.find(id).orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
    }

    /** As {@link #customer}, and not closed; {@link CustomerError#CUSTOMER_CLOSED}. */
    public Customer living(UUID id) {
        Customer customer = customer(id);
        if (customer.status() == CustomerStatus.CLOSED) {
            throw new Refused(CustomerError.CUSTOMER_CLOSED);
        }
        return customer;
    }

    /** Holds off other changes of this customer until the transaction ends. Not payments: those go by guards. */
    public Customer lock(UUID id) {
        jdbc.sql("SELECT 1 FROM customer.customer WHERE id = ? FOR NO KEY UPDATE")
                .param(id)
                .query(Integer.class)
                .optional();
        return customer(id);
    }
}
