package io.tongbao.payment;

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

/** Refunds on their way to a card or phone bill, locked while their end is written. New ones are written by {@link RefundRows}. */
final class RefundTable implements GuardTable<UUID, Refund> {

    static final RefundTable INSTANCE = new RefundTable();

    private static final String LOCK =
            "SELECT " + RefundRows.COLUMNS + " FROM payment.refund WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE";
    private static final String UPDATE = """
            UPDATE payment.refund r SET state = u.state, destination = u.destination
            FROM unnest(?::uuid[], ?::smallint[], ?::smallint[]) AS u (id, state, destination) WHERE r.id = u.id""";

    private RefundTable() {}

    @Override
    public String name() {
        return "payment.refund.end";
    }

    @Override
    public Map<UUID, Refund> lock(Connection connection, List<UUID> keys) throws SQLException {
        Map<UUID, Refund> refunds = HashMap.newHashMap(keys.size());
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            ArrayParameters.setUuids(lock, 1, keys.toArray(UUID[]::new));
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    Refund refund = RefundRows.read(rows);
                    refunds.put(refund.id(), refund);
                }
            }
        }
        return refunds;
    }

    @Override
    public void store(Connection connection, Map<UUID, Refund> inserted, Map<UUID, Refund> updated)
            throws SQLException {
        if (!inserted.isEmpty()) {
            throw new IllegalStateException("new refunds ride with their posting");
        }
        int count = updated.size();
        UUID[] ids = new UUID[count];
        short[] states = new short[count];
        short[] destinations = new short[count];
        int i = 0;
        for (Refund refund : updated.values()) {
            ids[i] = refund.id();
            states[i] = (short) refund.state().number();
            destinations[i] = (short) refund.destination().number();
            i++;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            ArrayParameters.setUuids(update, 1, ids);
            ArrayParameters.setSmallints(update, 2, states);
            ArrayParameters.setSmallints(update, 3, destinations);
            update.executeUpdate();
        }
    }
}
