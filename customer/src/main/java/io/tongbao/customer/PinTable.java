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

/** The PINs, locked while a posting is judged by them: guesses at once see each other. */
final class PinTable implements GuardTable<UUID, PinState> {

    static final PinTable INSTANCE = new PinTable();

    private static final String LOCK = """
            SELECT customer_id, key_version, salt, verifier, failed, locked_until_ts
            FROM customer.pin WHERE customer_id = ANY (?) ORDER BY customer_id FOR NO KEY UPDATE""";
    private static final String UPDATE = """
            UPDATE customer.pin p SET failed = u.failed, locked_until_ts = u.locked_until_ts,
                key_version = u.key_version, verifier = u.verifier
            FROM unnest(?::uuid[], ?::int[], ?::bigint[], ?::smallint[], ?::bytea[])
                AS u (customer_id, failed, locked_until_ts, key_version, verifier)
            WHERE p.customer_id = u.customer_id""";

    private PinTable() {}

    @Override
    public String name() {
        return "customer.pin";
    }

    @Override
    public Map<UUID, PinState> lock(Connection connection, List<UUID> keys) throws SQLException {
        Map<UUID, PinState> states = HashMap.newHashMap(keys.size());
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            ArrayParameters.setUuids(lock, 1, keys.toArray(UUID[]::new));
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    states.put(
                            rows.getObject(1, UUID.class),
                            new PinState(
                                    rows.getInt(2),
                                    rows.getBytes(3),
                                    rows.getBytes(4),
                                    rows.getInt(5),
                                    rows.getLong(6)));
                }
            }
        }
        return states;
    }

    @Override
    public void store(Connection connection, Map<UUID, PinState> inserted, Map<UUID, PinState> updated)
            throws SQLException {
        if (!inserted.isEmpty()) {
            throw new IllegalStateException("PINs are set by registration, not by postings");
        }
        UUID[] ids = new UUID[updated.size()];
        int[] failed = new int[ids.length];
        long[] locked = new long[ids.length];
        short[] versions = new short[ids.length];
        byte[][] verifiers = new byte[ids.length][];
        int i = 0;
        for (Map.Entry<UUID, PinState> entry : updated.entrySet()) {
            ids[i] = entry.getKey();
            failed[i] = entry.getValue().failed();
            locked[i] = entry.getValue().lockedUntilTs();
            versions[i] = (short) entry.getValue().keyVersion();
            verifiers[i] = entry.getValue().verifier();
            i++;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            ArrayParameters.setUuids(update, 1, ids);
            ArrayParameters.setIntegers(update, 2, failed);
            ArrayParameters.setBigints(update, 3, locked);
            ArrayParameters.setSmallints(update, 4, versions);
            ArrayParameters.setByteas(update, 5, verifiers);
            update.executeUpdate();
        }
    }
}
