package io.tongbao.customer;

import io.tongbao.kernel.Msisdn;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The customer may pay, or may be paid. */
final class StatusGuard implements Guard<UUID, StatusTable.State> {

    private final UUID customerId;
    private final boolean pays;
    private final @Nullable Msisdn foundBy;

    /** @param foundBy the number that led to this customer; null when it was the id */
    StatusGuard(UUID customerId, boolean pays, @Nullable Msisdn foundBy) {
        this.customerId = customerId;
        this.pays = pays;
        this.foundBy = foundBy;
    }

    @Override
    public GuardTable<UUID, StatusTable.State> table() {
        return StatusTable.INSTANCE;
    }

    @Override
    public UUID key() {
        return customerId;
    }

    @Override
    public Verdict check(StatusTable.@Nullable State state, BatchStamp stamp) {
        if (state == null) {
            return Verdict.reject(CustomerError.CUSTOMER_NOT_FOUND);
        }
        // Numbers change hands: money must not follow a cached one to its former holder.
        if (foundBy != null && !foundBy.e164().equals(state.e164())) {
            return Verdict.reject(CustomerError.CUSTOMER_FACTS_CHANGED);
        }
        return switch (state.status()) {
            case ACTIVE -> Verdict.PASS;
            case FROZEN -> pays ? Verdict.refuse(CustomerError.CUSTOMER_FROZEN) : Verdict.PASS;
            case CLOSED -> Verdict.refuse(pays ? CustomerError.CUSTOMER_CLOSED : CustomerError.PAYEE_CLOSED);
            case DORMANT -> Verdict.refuse(pays ? CustomerError.CUSTOMER_DORMANT : CustomerError.PAYEE_DORMANT);
        };
    }

    @Override
    public StatusTable.@Nullable State after(StatusTable.@Nullable State state, Decision decision) {
        return state;
    }
}
