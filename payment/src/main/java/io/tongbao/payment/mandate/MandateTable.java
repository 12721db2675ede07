package io.tongbao.payment.mandate;

import io.tongbao.kernel.Currency;
import io.tongbao.ledger.GuardTable;
import io.tongbao.ledger.RiderTable;
import io.tongbao.payment.funding.FundingSource;
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

/** Mandates: locked while a posting spends from their caps, which makes the caps exact; new ones ride with a posting. */
final class MandateTable implements GuardTable<UUID, Mandate>, RiderTable<Mandate> {

    static final MandateTable INSTANCE = new MandateTable();

    static final String COLUMNS = """
        id, customer_id, provider_id, currency, title, per_payment_cap_minor, period, period_cap_minor, period_count,
        valid_from_ts, valid_until_ts, source_kind, source_id, first_needs_proof, notice_hours, state, ended_by,
        period_start, spent_minor, spent_count, payments, created_ts\
        """;

    private static final int COLUMN_COUNT = 22;

    private static final String LOCK =
            "SELECT " + COLUMNS + " FROM payment.mandate WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE";
    private static final String UPDATE = """
        UPDATE payment.mandate m
        SET state = u.state, ended_by = u.ended_by, period_start = u.period_start, spent_minor = u.spent_minor,
            spent_count = u.spent_count, payments = u.payments
        FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::int[], ?::bigint[], ?::int[], ?::bigint[])
            AS u (id, state, ended_by, period_start, spent_minor, spent_count, payments)
        WHERE m.id = u.id\
        """;

    private MandateTable() {}

    @Override
    public String name() {
        return "payment.mandate";
    }

    @Override
    public Map<UUID, Mandate> lock(Connection connection, List<UUID> keys) throws SQLException {
        Map<UUID, Mandate> mandates = HashMap.newHashMap(keys.size());
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            ArrayParameters.setUuids(lock, 1, keys.toArray(UUID[]::new));
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    Mandate mandate = read(rows);
                    mandates.put(mandate.id(), mandate);
                }
            }
        }
        return mandates;
    }

    @Override
    public void store(Connection connection, Map<UUID, Mandate> inserted, Map<UUID, Mandate> updated)
            throws SQLException {
        if (!inserted.isEmpty()) {
            throw new IllegalStateException("new mandates ride with their posting");
        }
        int count = updated.size();
        UUID[] ids = new UUID[count];
        short[] states = new short[count];
        short[] ended = new short[count];
        int[] starts = new int[count];
        long[] spent = new long[count];
        int[] counts = new int[count];
        long[] payments = new long[count];
        int i = 0;
        for (Mandate mandate : updated.values()) {
            ids[i] = mandate.id();
            states[i] = state(mandate);
            ended[i] = (short) mandate.endedBy().number();
            starts[i] = Math.toIntExact(mandate.periodStart().toEpochDay());
            spent[i] = mandate.spentMinor();
            counts[i] = mandate.spentCount();
            payments[i] = mandate.payments();
            i++;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            ArrayParameters.setUuids(update, 1, ids);
            ArrayParameters.setSmallints(update, 2, states);
            ArrayParameters.setSmallints(update, 3, ended);
            ArrayParameters.setIntegers(update, 4, starts);
            ArrayParameters.setBigints(update, 5, spent);
            ArrayParameters.setIntegers(update, 6, counts);
            ArrayParameters.setBigints(update, 7, payments);
            update.executeUpdate();
        }
    }

    @Override
    public void write(Connection connection, List<Mandate> mandates) throws SQLException {
        CopyRows rows = new CopyRows(COLUMN_COUNT);
        for (Mandate m : mandates) {
            MandateTerms terms = m.terms();
            rows.row()
                    .uuid(m.id())
                    .uuid(m.customerId())
                    .uuid(m.providerId())
                    .text(terms.currency().name())
                    .text(terms.title())
                    .bigint(terms.perPaymentCapMinor())
                    .smallint(terms.period().number())
                    .bigint(terms.periodCapMinor())
                    .integer(terms.periodCount())
                    .bigint(terms.validFromTs())
                    .bigint(terms.validUntilTs())
                    .smallint(terms.source().number())
                    .uuid(terms.source().instrumentId())
                    .bool(terms.firstNeedsProof())
                    .integer(terms.noticeHours())
                    .smallint(state(m))
                    .smallint(m.endedBy().number())
                    .integer(Math.toIntExact(m.periodStart().toEpochDay()))
                    .bigint(m.spentMinor())
                    .integer(m.spentCount())
                    .bigint(m.payments())
                    .bigint(m.createdTs());
        }
        rows.copyInto(connection, "payment.mandate", COLUMNS);
    }

    private static short state(Mandate mandate) {
        return (short) (mandate.active() ? 1 : 2);
    }

    /** From {@link #COLUMNS}. */
    static Mandate read(ResultSet row) throws SQLException {
        MandateTerms terms = new MandateTerms(
                row.getString(5),
                Currency.valueOf(row.getString(4)),
                row.getLong(6),
                MandatePeriod.of(row.getInt(7)),
                row.getLong(8),
                row.getInt(9),
                row.getLong(10),
                row.getLong(11),
                FundingSource.of(row.getInt(12), row.getObject(13, UUID.class)),
                row.getBoolean(14),
                row.getInt(15));
        return new Mandate(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                terms,
                row.getInt(16) == 1,
                Mandate.EndedBy.of(row.getInt(17)),
                LocalDate.ofEpochDay(row.getInt(18)),
                row.getLong(19),
                row.getInt(20),
                row.getLong(21),
                row.getLong(22));
    }
}
