package io.tongbao.payment;

import io.tongbao.ledger.Rider;
import io.tongbao.ledger.RiderTable;
import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Times at which an order may have run out of time; see {@link ExpirePayments}. */
final class DueRows implements RiderTable<DueRows.Due> {

    static final DueRows INSTANCE = new DueRows();

    private static final ThreadLocal<CopyRows> ROWS = ThreadLocal.withInitial(() -> new CopyRows(2));

    record Due(long dueTs, UUID orderId) {}

    private DueRows() {}

    static Rider<Due> at(long dueTs, UUID orderId) {
        return new Rider<>(INSTANCE, new Due(dueTs, orderId));
    }

    @Override
    public String name() {
        return "payment.due";
    }

    @Override
    public void write(Connection connection, List<Due> dues) throws SQLException {
        CopyRows rows = ROWS.get();
        rows.clear();
        for (Due due : dues) {
            rows.row().bigint(due.dueTs()).uuid(due.orderId());
        }
        rows.copyInto(connection, "payment.due", "due_ts, order_id");
    }
}
