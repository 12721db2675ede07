package io.tongbao.payment.mandate;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes down which payment was taken under which mandate, once it is. Judges nothing. */
public final class TakenGuard implements Guard<UUID, UUID> {

    private static final GuardTable<UUID, UUID> TABLE = new GuardTable<>() {
        @Override
        public String name() {
            return "payment.mandate_payment";
        }

        /** The payment is new: there cannot be a row. */
        @Override
        public Map<UUID, UUID> lock(Connection connection, List<UUID> keys) {
            return Map.of();
        }

        @Override
        public void store(Connection connection, Map<UUID, UUID> inserted, Map<UUID, UUID> updated)
                throws SQLException {
            CopyRows rows = new CopyRows(2);
            inserted.forEach((payment, mandate) -> rows.row().uuid(mandate).uuid(payment));
            rows.copyInto(connection, "payment.mandate_payment", "mandate_id, payment_id");
        }
    };

    private final UUID mandateId;
    private final UUID paymentId;

    public TakenGuard(UUID mandateId, UUID paymentId) {
        this.mandateId = mandateId;
        this.paymentId = paymentId;
    }

    @Override
    public GuardTable<UUID, UUID> table() {
        return TABLE;
    }

    @Override
    public UUID key() {
        return paymentId;
    }

    @Override
    public Verdict check(@Nullable UUID mandate, BatchStamp stamp) {
        return Verdict.PASS;
    }

    @Override
    public @Nullable UUID after(@Nullable UUID mandate, Decision decision) {
        return decision instanceof Decision.Applied ? mandateId : mandate;
    }
}
