package io.tongbao.payment;

import io.tongbao.ledger.RiderTable;
import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** New orders that commit with a posting. */
final class OrderRows implements RiderTable<Order> {

    static final OrderRows INSTANCE = new OrderRows();

    private static final ThreadLocal<CopyRows> ROWS =
            ThreadLocal.withInitial(() -> new CopyRows(OrderTable.COLUMN_COUNT));

    private OrderRows() {}

    @Override
    public String name() {
        return "payment.orders";
    }

    @Override
    public void write(Connection connection, List<Order> orders) throws SQLException {
        CopyRows rows = ROWS.get();
        rows.clear();
        for (Order order : orders) {
            Payment p = order.view();
            rows.row()
                    .uuid(p.id())
                    .smallint(p.kind().number())
                    .uuid(p.providerId())
                    .text(p.reference())
                    .uuid(p.payerId())
                    .uuid(p.payeeId())
                    .bigint(p.amountMinor())
                    .text(p.currency().name())
                    .bigint(p.capturedMinor())
                    .bigint(p.refundedMinor())
                    .smallint(p.state().number())
                    .integer(p.version())
                    .text(p.subject())
                    .text(p.failure())
                    .bigint(p.createdTs())
                    .bigint(p.expiresTs())
                    .bigint(p.completedTs())
                    .bigint(p.cancellableUntilTs())
                    .bigint(p.captureUntilTs())
                    .smallint(number(p.method()))
                    .uuid(p.agreementId())
                    .bigint(order.payerAccountId())
                    .bigint(order.payeeAccountId())
                    .integer(order.cancelWindowSeconds())
                    .integer(order.captureWindowSeconds())
                    .smallint(p.source().number())
                    .uuid(p.source().instrumentId())
                    .text(p.sourceLabel());
        }
        rows.copyInto(connection, "payment.orders", OrderTable.COLUMNS);
    }

    /** 0 when nobody confirmed yet. */
    static int number(@Nullable ProofMethod method) {
        return method == null ? 0 : method.number();
    }
}
