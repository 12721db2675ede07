package io.tongbao.customer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads of devices. Keys never change and are cached; a device revoked on another node looks active here for half a minute
 * at most. It moves no money in that time: {@link CustomerGuards#device} judges under lock.
 */
public final class Devices {

    private static final int CACHED = 100_000;
    private static final Duration KNOWN_FOR = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final Cache<UUID, Device> cache = Caffeine.newBuilder()
            .maximumSize(CACHED)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    public Devices(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    public Optional<Device> find(UUID deviceId) {
        @Nullable Device known = cache.getIfPresent(deviceId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Device> stored = jdbc.sql(
                        "SELECT id, customer_id, public_key, active FROM customer.device WHERE id = ?")
                .param(deviceId)
                .query((row, n) -> new Device(
                        row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getBytes(3), row.getBoolean(4)))
                .optional();
        stored.filter(Device::active).ifPresent(device -> cache.put(deviceId, device));
        return stored;
    }

    /** The customer's active devices. */
    public List<Device> ofCustomer(UUID customerId) {
        return jdbc.sql("SELECT id, customer_id, public_key, active FROM customer.device"
                        + " WHERE customer_id = ? AND active ORDER BY id")
                .param(customerId)
                .query((row, n) -> new Device(
                        row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getBytes(3), row.getBoolean(4)))
                .list();
    }

    /** The customer gives a device up; it confirms nothing any more. False when the customer has no such device. */
    public boolean revoke(UUID customerId, UUID deviceId) {
        int changed = jdbc.sql("UPDATE customer.device SET active = false WHERE id = ? AND customer_id = ?")
                .param(deviceId)
                .param(customerId)
                .update();
        cache.invalidate(deviceId);
        return changed == 1;
    }
}
