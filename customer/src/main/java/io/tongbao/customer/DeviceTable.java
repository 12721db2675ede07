package io.tongbao.customer;

import io.tongbao.ledger.GuardTable;
import io.tongbao.postgres.ArrayParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Devices. Read without a lock, for the reasons of {@link StatusTable}. */
final class DeviceTable implements GuardTable<UUID, DeviceTable.State> {

    static final DeviceTable INSTANCE = new DeviceTable();

    private static final String READ = "SELECT id, customer_id, active FROM customer.device WHERE id = ANY (?)";

    record State(UUID customerId, boolean active) {}

    private DeviceTable() {}

    @Override
    public String name() {
        return "customer.device";
    }

    @Override
    public Map<UUID, State> lock(Connection connection, List<UUID> keys) throws SQLException {
        Map<UUID, State> states = HashMap.newHashMap(keys.size());
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            ArrayParameters.setUuids(read, 1, keys.toArray(UUID[]::new));
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    states.put(
                            rows.getObject(1, UUID.class),
                            new State(rows.getObject(2, UUID.class), rows.getBoolean(3)));
                }
            }
        }
        return states;
    }

    @Override
    public void store(Connection connection, Map<UUID, State> inserted, Map<UUID, State> updated) {
        throw new IllegalStateException("postings do not change devices");
    }
}
