package io.tongbao.customer;

import io.tongbao.customer.tier.Spending;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A payment within the limits of its payer's class. The row is locked, so two payments cannot both have the last of it. */
final class AllowanceGuard implements Guard<UUID, AllowanceTable.State> {

    private final UUID id;
    private final @Nullable UUID expectedPerson;
    private final long amountMinor;

    /** @param expectedPerson the person whose payments this customer's count with, as far as the payer's facts know */
    AllowanceGuard(UUID id, @Nullable UUID expectedPerson, long amountMinor) {
        this.id = id;
        this.expectedPerson = expectedPerson;
        this.amountMinor = amountMinor;
    }

    @Override
    public GuardTable<UUID, AllowanceTable.State> table() {
        return AllowanceTable.INSTANCE;
    }

    @Override
    public UUID key() {
        return id;
    }

    @Override
    public Verdict check(AllowanceTable.@Nullable State state, BatchStamp stamp) {
        if (state == null || !Objects.equals(state.personId(), expectedPerson)) {
            return Verdict.reject(CustomerError.CUSTOMER_FACTS_CHANGED);
        }
        Spending spending = state.spending();
        return switch (spending.judge(amountMinor, stamp.businessDate(), stamp.ts())) {
            case WITHIN -> Verdict.PASS;
            case NOT_VERIFIED -> Verdict.refuse(CustomerError.IDENTITY_REQUIRED);
            case LIFETIME_EXCEEDED -> Verdict.refuse(CustomerError.TIER_LIFETIME_LIMIT);
            case YEAR_EXCEEDED -> Verdict.refuse(CustomerError.TIER_YEAR_LIMIT);
            case COOL_OFF_EXCEEDED -> Verdict.refuse(CustomerError.COOL_OFF_LIMIT);
        };
    }

    @Override
    public AllowanceTable.@Nullable State after(AllowanceTable.@Nullable State state, Decision decision) {
        return state != null && decision instanceof Decision.Applied applied
                ? new AllowanceTable.State(
                        state.personId(),
                        state.spending().plus(amountMinor, applied.stamp().businessDate()))
                : state;
    }
}
