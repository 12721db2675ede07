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

/**
 * Customers' status. Read without a lock: nothing here changes with a payment, and a payment whose transaction began before a
 * freeze was committed counts as made before it. Locking would turn every payment into a write of this row.
 */
final class StatusTable implements GuardTable<UUID, StatusTable.State> {

    static final StatusTable INSTANCE = new StatusTable();

    private static final String READ = "SELECT id, status, msisdn FROM customer.customer WHERE id = ANY (?)";

    record State(CustomerStatus status, String e164) {}

    private StatusTable() {}

    @Override
    public String name() {
        return "customer.customer";
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
                            new State(CustomerStatus.of(rows.getInt(2)), rows.getString(3)));
                }
            }
        }
        return states;
    }

    @Override
    public void store(Connection connection, Map<UUID, State> inserted, Map<UUID, State> updated) {
        throw new IllegalStateException("postings do not change a customer's status");
    }
}
