package io.tongbao.customer;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The customer may pay, or may be paid. */
final class StatusGuard implements Guard<UUID, CustomerStatus> {

    private final UUID customerId;
    private final boolean pays;

    StatusGuard(UUID customerId, boolean pays) {
        this.customerId = customerId;
        this.pays = pays;
    }

    @Override
    public GuardTable<UUID, CustomerStatus> table() {
        return StatusTable.INSTANCE;
    }

    @Override
    public UUID key() {
        return customerId;
    }

    @Override
    public Verdict check(@Nullable CustomerStatus status, BatchStamp stamp) {
        if (status == null) {
            return Verdict.reject(CustomerError.CUSTOMER_NOT_FOUND);
        }
        ErrorCode closed = pays ? CustomerError.CUSTOMER_CLOSED : CustomerError.PAYEE_CLOSED;
        return switch (status) {
            case ACTIVE -> Verdict.PASS;
            case FROZEN -> pays ? Verdict.refuse(CustomerError.CUSTOMER_FROZEN) : Verdict.PASS;
            case CLOSED -> Verdict.refuse(closed);
        };
    }

    @Override
    public @Nullable CustomerStatus after(@Nullable CustomerStatus status, Decision decision) {
        return status;
    }
}
