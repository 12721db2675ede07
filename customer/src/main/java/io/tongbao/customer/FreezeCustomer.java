package io.tongbao.customer;

import io.tongbao.kernel.Refused;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Staff freeze a customer, who can then be paid but not pay; thaw; or close for ever. Doing it again changes nothing. A freeze is a
 * hold of staff beside those of customer and courts ({@code customer.life.Holds}), and lifting it lifts no other.
 *
 * <p>Errors: {@link CustomerError#CUSTOMER_NOT_FOUND}, {@link CustomerError#CUSTOMER_CLOSED}, {@link
 * CustomerError#HOLD_PREVENTS} when somebody else's hold still stands.
 */
public final class FreezeCustomer {

    private static final String STANDING = """
            SELECT 1 FROM customer.hold h
            WHERE h.customer_id = c.id AND h.amount_minor IS NULL AND h.lifted_at IS NULL AND h.authority""";

    private static final String FREEZE = """
            WITH held AS (
                INSERT INTO customer.hold (id, customer_id, placed_at, authority, reference, placed_by)
                SELECT uuidv7(), c.id, clock_timestamp(), 2, 'staff', 'staff' FROM customer.customer c
                WHERE c.id = ? AND c.status <> 3 AND NOT EXISTS (%s = 2))
            UPDATE customer.customer SET status = 2 WHERE id = ? AND status IN (1, 2)""".formatted(STANDING);

    private static final String THAW = """
            WITH lifted AS (
                UPDATE customer.hold SET lifted_at = clock_timestamp(), lifted_by = 'staff'
                WHERE customer_id = ? AND authority = 2 AND amount_minor IS NULL AND lifted_at IS NULL)
            UPDATE customer.customer c SET status = 1
            WHERE id = ? AND status IN (1, 2) AND NOT EXISTS (%s <> 2)""".formatted(STANDING);

    private final JdbcClient jdbc;
    private final Customers customers;

    public FreezeCustomer(DataSource dataSource, Customers customers) {
        this.jdbc = JdbcClient.create(dataSource);
        this.customers = customers;
    }

    public Customer freeze(UUID customerId) {
        return become(FREEZE, customerId, CustomerStatus.FROZEN);
    }

    public Customer unfreeze(UUID customerId) {
        return become(THAW, customerId, CustomerStatus.ACTIVE);
    }

    /** For ever; what is left in the wallet stays there until staff pay it out. Closing an empty one is {@code CloseAccount}. */
    public Customer close(UUID customerId) {
        jdbc.sql(
                        "UPDATE customer.customer SET status = 3, closed_at = coalesce(closed_at, clock_timestamp()) WHERE id = ?")
                .param(customerId)
                .update();
        return customers.find(customerId).orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
    }

    private Customer become(String sql, UUID customerId, CustomerStatus status) {
        jdbc.sql(sql).params(customerId, customerId).update();
        Customer customer = customers.find(customerId).orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
        if (customer.status() == CustomerStatus.CLOSED) {
            throw new Refused(CustomerError.CUSTOMER_CLOSED);
        }
        if (customer.status() != status) {
            throw new Refused(CustomerError.HOLD_PREVENTS);
        }
        return customer;
    }
}
