package io.tongbao.payment;

import io.tongbao.kernel.Currency;
import io.tongbao.ledger.RiderTable;
import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Refunds that commit with a posting; those that partners must make change once more, see {@link RefundTable}. */
final class RefundRows implements RiderTable<Refund> {

    static final RefundRows INSTANCE = new RefundRows();

    static final String COLUMNS =
            "id, payment_id, provider_id, reference, amount_minor, currency, state, reason, failure, created_ts,"
                    + " destination";

    private RefundRows() {}

    @Override
    public String name() {
        return "payment.refund";
    }

    @Override
    public void write(Connection connection, List<Refund> refunds) throws SQLException {
        CopyRows rows = new CopyRows(11);
        for (Refund r : refunds) {
            rows.row()
                    .uuid(r.id())
                    .uuid(r.paymentId())
                    .uuid(r.providerId())
                    .text(r.reference())
                    .bigint(r.amountMinor())
                    .text(r.currency().name())
                    .smallint(r.state().number())
                    .text(r.reason())
                    .text(r.failure())
                    .bigint(r.createdTs())
                    .smallint(r.destination().number());
        }
        rows.copyInto(connection, "payment.refund", COLUMNS);
    }

    /** From {@link #COLUMNS}. */
    static Refund read(ResultSet row) throws SQLException {
        return new Refund(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getLong(5),
                Currency.valueOf(row.getString(6)),
                RefundState.of(row.getInt(7)),
                row.getString(8),
                row.getString(9),
                row.getLong(10),
                RefundDestination.of(row.getInt(11)));
    }
}
