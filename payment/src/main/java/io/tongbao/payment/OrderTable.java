package io.tongbao.payment;

import io.tongbao.kernel.Currency;
import io.tongbao.ledger.GuardTable;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.state.PaymentState;
import io.tongbao.postgres.ArrayParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Orders that exist, locked while a posting is judged by them. New ones are written by {@link OrderRows}. */
final class OrderTable implements GuardTable<UUID, Order> {

    static final OrderTable INSTANCE = new OrderTable();

    static final String COLUMNS = """
            id, kind, provider_id, reference, payer_id, payee_id, amount_minor, currency, captured_minor, refunded_minor,
            state, version, subject, failure, created_ts, expires_ts, completed_ts, cancellable_until_ts,
            capture_until_ts, method, agreement_id, payer_account_id, payee_account_id, cancel_window_s,
            capture_window_s, source, source_id, source_label""";

    static final int COLUMN_COUNT = 28;

    private static final String LOCK =
            "SELECT " + COLUMNS + " FROM payment.orders WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE";
    private static final String UPDATE = """
            UPDATE payment.orders o
            SET payer_id = u.payer_id, payer_account_id = u.payer_account_id, captured_minor = u.captured_minor,
                refunded_minor = u.refunded_minor, state = u.state, version = u.version, failure = u.failure,
                completed_ts = u.completed_ts, cancellable_until_ts = u.cancellable_until_ts,
                capture_until_ts = u.capture_until_ts, method = u.method, source = u.source, source_id = u.source_id,
                source_label = u.source_label
            FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::smallint[], ?::int[], ?::text[],
                        ?::bigint[], ?::bigint[], ?::bigint[], ?::smallint[], ?::smallint[], ?::uuid[], ?::text[])
                AS u (id, payer_id, payer_account_id, captured_minor, refunded_minor, state, version, failure,
                      completed_ts, cancellable_until_ts, capture_until_ts, method, source, source_id, source_label)
            WHERE o.id = u.id""";

    private OrderTable() {}

    @Override
    public String name() {
        return "payment.orders";
    }

    @Override
    public Map<UUID, Order> lock(Connection connection, List<UUID> keys) throws SQLException {
        Map<UUID, Order> orders = HashMap.newHashMap(keys.size());
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            ArrayParameters.setUuids(lock, 1, keys.toArray(UUID[]::new));
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    Order order = read(rows);
                    orders.put(order.view().id(), order);
                }
            }
        }
        return orders;
    }

    @Override
    public void store(Connection connection, Map<UUID, Order> inserted, Map<UUID, Order> updated) throws SQLException {
        if (!inserted.isEmpty()) {
            throw new IllegalStateException("new orders ride with their posting");
        }
        int count = updated.size();
        UUID[] ids = new UUID[count];
        UUID[] payers = new UUID[count];
        long[] payerAccounts = new long[count];
        long[] captured = new long[count];
        long[] refunded = new long[count];
        short[] states = new short[count];
        int[] versions = new int[count];
        String[] failures = new String[count];
        long[] completed = new long[count];
        long[] cancellable = new long[count];
        long[] captureUntil = new long[count];
        short[] methods = new short[count];
        short[] sources = new short[count];
        UUID[] sourceIds = new UUID[count];
        String[] sourceLabels = new String[count];
        int i = 0;
        for (Order order : updated.values()) {
            Payment p = order.view();
            ids[i] = p.id();
            payers[i] = p.payerId();
            payerAccounts[i] = order.payerAccountId();
            captured[i] = p.capturedMinor();
            refunded[i] = p.refundedMinor();
            states[i] = (short) p.state().number();
            versions[i] = p.version();
            failures[i] = p.failure();
            completed[i] = p.completedTs();
            cancellable[i] = p.cancellableUntilTs();
            captureUntil[i] = p.captureUntilTs();
            methods[i] = (short) OrderRows.number(p.method());
            sources[i] = (short) p.source().number();
            sourceIds[i] = p.source().instrumentId();
            sourceLabels[i] = p.sourceLabel();
            i++;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            ArrayParameters.setUuids(update, 1, ids);
            ArrayParameters.setUuids(update, 2, payers);
            ArrayParameters.setBigints(update, 3, payerAccounts);
            ArrayParameters.setBigints(update, 4, captured);
            ArrayParameters.setBigints(update, 5, refunded);
            ArrayParameters.setSmallints(update, 6, states);
            ArrayParameters.setIntegers(update, 7, versions);
            ArrayParameters.setTexts(update, 8, failures);
            ArrayParameters.setBigints(update, 9, completed);
            ArrayParameters.setBigints(update, 10, cancellable);
            ArrayParameters.setBigints(update, 11, captureUntil);
            ArrayParameters.setSmallints(update, 12, methods);
            ArrayParameters.setSmallints(update, 13, sources);
            ArrayParameters.setUuids(update, 14, sourceIds);
            ArrayParameters.setTexts(update, 15, sourceLabels);
            update.executeUpdate();
        }
    }

    /** From {@link #COLUMNS}. */
    static Order read(ResultSet row) throws SQLException {
        Payment view = new Payment(
                row.getObject(1, UUID.class),
                PaymentKind.of(row.getInt(2)),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getObject(5, UUID.class),
                row.getObject(6, UUID.class),
                row.getLong(7),
                Currency.valueOf(row.getString(8)),
                row.getLong(9),
                row.getLong(10),
                PaymentState.of(row.getInt(11)),
                row.getInt(12),
                row.getString(13),
                row.getString(14),
                row.getLong(15),
                row.getLong(16),
                row.getLong(17),
                row.getLong(18),
                row.getLong(19),
                ProofMethod.of(row.getInt(20)),
                row.getObject(21, UUID.class),
                FundingSource.of(row.getInt(26), row.getObject(27, UUID.class)),
                row.getString(28));
        return new Order(view, row.getLong(22), row.getLong(23), row.getInt(24), row.getInt(25));
    }
}
