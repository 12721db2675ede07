package io.tongbao.payment;

import io.tongbao.kernel.Currency;
import io.tongbao.ledger.GuardTable;
import io.tongbao.ledger.RiderTable;
import io.tongbao.postgres.ArrayParameters;
import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Agreements: locked while a posting spends from their caps, which makes the caps exact; new ones ride with a posting. */
final class AgreementTable implements GuardTable<UUID, Agreement>, RiderTable<Agreement> {

    static final AgreementTable INSTANCE = new AgreementTable();

    static final String COLUMNS = """
            id, customer_id, provider_id, currency, per_payment_cap_minor, daily_cap_minor, status, spent_day, spent_minor,
            created_ts""";

    private static final String LOCK =
            "SELECT " + COLUMNS + " FROM payment.agreement WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE";
    private static final String UPDATE = """
            UPDATE payment.agreement a SET status = u.status, spent_day = u.spent_day, spent_minor = u.spent_minor
            FROM unnest(?::uuid[], ?::smallint[], ?::int[], ?::bigint[]) AS u (id, status, spent_day, spent_minor)
            WHERE a.id = u.id""";

    private AgreementTable() {}

    @Override
    public String name() {
        return "payment.agreement";
    }

    @Override
    public Map<UUID, Agreement> lock(Connection connection, List<UUID> keys) throws SQLException {
        Map<UUID, Agreement> agreements = HashMap.newHashMap(keys.size());
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            ArrayParameters.setUuids(lock, 1, keys.toArray(UUID[]::new));
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    Agreement agreement = read(rows);
                    agreements.put(agreement.id(), agreement);
                }
            }
        }
        return agreements;
    }

    @Override
    public void store(Connection connection, Map<UUID, Agreement> inserted, Map<UUID, Agreement> updated)
            throws SQLException {
        if (!inserted.isEmpty()) {
            throw new IllegalStateException("new agreements ride with their posting");
        }
        int count = updated.size();
        UUID[] ids = new UUID[count];
        short[] statuses = new short[count];
        int[] days = new int[count];
        long[] spent = new long[count];
        int i = 0;
        for (Agreement agreement : updated.values()) {
            ids[i] = agreement.id();
            statuses[i] = (short) agreement.status().number();
            days[i] = Math.toIntExact(agreement.spentDay().toEpochDay());
            spent[i] = agreement.spentMinor();
            i++;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            ArrayParameters.setUuids(update, 1, ids);
            ArrayParameters.setSmallints(update, 2, statuses);
            ArrayParameters.setIntegers(update, 3, days);
            ArrayParameters.setBigints(update, 4, spent);
            update.executeUpdate();
        }
    }

    @Override
    public void write(Connection connection, List<Agreement> agreements) throws SQLException {
        CopyRows rows = new CopyRows(10);
        for (Agreement a : agreements) {
            rows.row()
                    .uuid(a.id())
                    .uuid(a.customerId())
                    .uuid(a.providerId())
                    .text(a.currency().name())
                    .bigint(a.perPaymentCapMinor())
                    .bigint(a.dailyCapMinor())
                    .smallint(a.status().number())
                    .integer(Math.toIntExact(a.spentDay().toEpochDay()))
                    .bigint(a.spentMinor())
                    .bigint(a.createdTs());
        }
        rows.copyInto(connection, "payment.agreement", COLUMNS);
    }

    /** From {@link #COLUMNS}. */
    static Agreement read(ResultSet row) throws SQLException {
        return new Agreement(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                Currency.valueOf(row.getString(4)),
                row.getLong(5),
                row.getLong(6),
                AgreementStatus.of(row.getInt(7)),
                LocalDate.ofEpochDay(row.getInt(8)),
                row.getLong(9),
                row.getLong(10));
    }
}
