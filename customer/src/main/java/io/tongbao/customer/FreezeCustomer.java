package io.tongbao.customer;

import io.tongbao.kernel.Refused;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Freezes a customer, who can then be paid but not pay; thaws; or closes for ever. Doing it again changes nothing.
 *
 * <p>Errors: {@link CustomerError#CUSTOMER_NOT_FOUND}, {@link CustomerError#CUSTOMER_CLOSED}.
 */
public final class FreezeCustomer {

    private final JdbcClient jdbc;
    private final Customers customers;

    public FreezeCustomer(DataSource dataSource, Customers customers) {
        this.jdbc = JdbcClient.create(dataSource);
        this.customers = customers;
    }

    public Customer freeze(UUID customerId) {
        return become(customerId, CustomerStatus.FROZEN);
    }

    public Customer unfreeze(UUID customerId) {
        return become(customerId, CustomerStatus.ACTIVE);
    }

    /** For ever; what is left in the wallet stays there until staff pay it out. */
    public Customer close(UUID customerId) {
        return become(customerId, CustomerStatus.CLOSED);
    }

    private Customer become(UUID customerId, CustomerStatus status) {
        int changed = jdbc.sql("UPDATE customer.customer SET status = ? WHERE id = ? AND (status <> ? OR status = ?)")
                .param(status.number())
                .param(customerId)
                .param(CustomerStatus.CLOSED.number())
                .param(status.number())
                .update();
        Customer customer = customers.find(customerId).orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
        if (changed == 0) {
            throw new Refused(CustomerError.CUSTOMER_CLOSED);
        }
        return customer;
    }
}
