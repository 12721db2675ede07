package io.tongbao.customer;

import io.tongbao.customer.tier.Spending;
import io.tongbao.customer.tier.Tier;
import io.tongbao.ledger.GuardTable;
import io.tongbao.postgres.ArrayParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was spent against the classes' limits: locked and written once for a batch, whatever the number of payments in it. */
final class AllowanceTable implements GuardTable<UUID, AllowanceTable.State> {

    static final AllowanceTable INSTANCE = new AllowanceTable();

    static final String COLUMNS = "id, person_id, tier, lifetime_minor, year_minor, day, day_minor, cool_off_until_ts";

    private static final String LOCK =
            "SELECT " + COLUMNS + " FROM customer.allowance WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE";
    private static final String UPDATE = """
            UPDATE customer.allowance a
            SET lifetime_minor = u.lifetime_minor, year_minor = u.year_minor, day = u.day, day_minor = u.day_minor
            FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::int[], ?::bigint[])
                AS u (id, lifetime_minor, year_minor, day, day_minor)
            WHERE a.id = u.id""";

    record State(@Nullable UUID personId, Spending spending) {}

    private AllowanceTable() {}

    @Override
    public String name() {
        return "customer.allowance";
    }

    @Override
    public Map<UUID, State> lock(Connection connection, List<UUID> keys) throws SQLException {
        Map<UUID, State> states = HashMap.newHashMap(keys.size());
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            ArrayParameters.setUuids(lock, 1, keys.toArray(UUID[]::new));
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    states.put(rows.getObject(1, UUID.class), read(rows));
                }
            }
        }
        return states;
    }

    /** From {@link #COLUMNS}. */
    static State read(ResultSet row) throws SQLException {
        return new State(
                row.getObject(2, UUID.class),
                new Spending(
                        Tier.of(row.getInt(3)),
                        row.getLong(4),
                        row.getLong(5),
                        LocalDate.ofEpochDay(row.getInt(6)),
                        row.getLong(7),
                        row.getLong(8)));
    }

    @Override
    public void store(Connection connection, Map<UUID, State> inserted, Map<UUID, State> updated) throws SQLException {
        if (!inserted.isEmpty()) {
            throw new IllegalStateException("allowances are opened by registration, not by postings");
        }
        int count = updated.size();
        UUID[] ids = new UUID[count];
        long[] lifetime = new long[count];
        long[] year = new long[count];
        int[] days = new int[count];
        long[] day = new long[count];
        int i = 0;
        for (Map.Entry<UUID, State> entry : updated.entrySet()) {
            Spending spending = entry.getValue().spending();
            ids[i] = entry.getKey();
            lifetime[i] = spending.lifetimeMinor();
            year[i] = spending.yearMinor();
            days[i] = Math.toIntExact(spending.day().toEpochDay());
            day[i] = spending.dayMinor();
            i++;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            ArrayParameters.setUuids(update, 1, ids);
            ArrayParameters.setBigints(update, 2, lifetime);
            ArrayParameters.setBigints(update, 3, year);
            ArrayParameters.setIntegers(update, 4, days);
            ArrayParameters.setBigints(update, 5, day);
            update.executeUpdate();
        }
    }
}
