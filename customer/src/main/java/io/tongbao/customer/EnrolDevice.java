package io.tongbao.customer;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import java.time.InstantSource;
import java.util.UUID;
import javax.sql.DataSource;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Enrols the Ed25519 public key (RFC 8032) of a customer's device. Whoever calls this has made sure that it is the customer
 * who asks.
 *
 * <p>Errors: {@link CustomerError#CUSTOMER_NOT_FOUND}, {@link CustomerError#CUSTOMER_CLOSED}, {@link
 * CustomerError#INVALID_DEVICE_KEY}.
 */
public final class EnrolDevice {

    private final JdbcClient jdbc;
    private final Customers customers;
    private final Ids ids;
    private final InstantSource clock;

    public EnrolDevice(DataSource dataSource, Customers customers, Ids ids, InstantSource clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.customers = customers;
        this.ids = ids;
        this.clock = clock;
    }

    /** Refuses what is no Ed25519 public key with {@link CustomerError#INVALID_DEVICE_KEY}. */
    public static void requireValid(byte[] publicKey) {
        if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(publicKey, 0)) {
            throw new Refused(CustomerError.INVALID_DEVICE_KEY);
        }
    }

    public Device execute(UUID customerId, byte[] publicKey) {
        requireValid(publicKey);
        Customer customer = customers.find(customerId).orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
        if (customer.status() == CustomerStatus.CLOSED) {
            throw new Refused(CustomerError.CUSTOMER_CLOSED);
        }
        Device device = new Device(ids.next(), customerId, publicKey, true);
        jdbc.sql(
                        "INSERT INTO customer.device (id, customer_id, created_ts, active, public_key) VALUES (?, ?, ?, true, ?)")
                .param(device.id())
                .param(customerId)
                .param(RegisterCustomer.micros(clock))
                .param(device.publicKey())
                .update();
        return device;
    }
}
