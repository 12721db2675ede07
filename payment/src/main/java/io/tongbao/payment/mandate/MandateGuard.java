package io.tongbao.payment.mandate;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A mandate in a posting: the payment fits into its caps and is counted, or it ends. */
public final class MandateGuard implements Guard<UUID, Mandate> {

    private final UUID mandateId;
    private final BiFunction<Mandate, BatchStamp, Verdict> judge;
    private final BiFunction<Mandate, BatchStamp, Mandate> change;
    private @Nullable Mandate seen;

    private MandateGuard(
            UUID mandateId,
            BiFunction<Mandate, BatchStamp, Verdict> judge,
            BiFunction<Mandate, BatchStamp, Mandate> change) {
        this.mandateId = mandateId;
        this.judge = judge;
        this.change = change;
    }

    /**
     * Takes a payment's amount and one of its count from the period. What was taken stays taken when a source outside refuses later.
     * Refuses with MANDATE_ENDED, MANDATE_NOT_VALID_NOW, MANDATE_FIRST_PAYMENT_UNPROVEN, MANDATE_PAYMENT_CAP,
     * MANDATE_PERIOD_COUNT, MANDATE_PERIOD_CAP.
     *
     * @param proven whether the customer proves this very payment
     */
    public static MandateGuard spends(UUID mandateId, long amountMinor, boolean proven) {
        return new MandateGuard(
                mandateId,
                (mandate, stamp) -> MandateRules.judge(mandate, amountMinor, proven, stamp),
                (mandate, stamp) -> MandateRules.spend(mandate, amountMinor, stamp));
    }

    /** Ends it; refuses with MANDATE_ENDED, rejects with MANDATE_NOT_FOUND whom it does not concern. */
    public static MandateGuard ends(UUID mandateId, Predicate<Mandate> concerns, Mandate.EndedBy by) {
        return new MandateGuard(
                mandateId,
                (mandate, stamp) -> {
                    if (!concerns.test(mandate)) {
                        return Verdict.reject(MandateError.MANDATE_NOT_FOUND);
                    }
                    return mandate.active() ? Verdict.PASS : Verdict.refuse(MandateError.MANDATE_ENDED);
                },
                (mandate, stamp) -> mandate.ended(by));
    }

    /** The mandate as it was when judged. */
    public Mandate seen() {
        Mandate mandate = seen;
        if (mandate == null) {
            throw new IllegalStateException("the mandate was not judged");
        }
        return mandate;
    }

    /** The mandate as it is once the posting has applied. */
    public Mandate changed(BatchStamp stamp) {
        return change.apply(seen(), stamp);
    }

    @Override
    public GuardTable<UUID, Mandate> table() {
        return MandateTable.INSTANCE;
    }

    @Override
    public UUID key() {
        return mandateId;
    }

    @Override
    public Verdict check(@Nullable Mandate mandate, BatchStamp stamp) {
        seen = mandate;
        return mandate == null ? Verdict.reject(MandateError.MANDATE_NOT_FOUND) : judge.apply(mandate, stamp);
    }

    @Override
    public @Nullable Mandate after(@Nullable Mandate mandate, Decision decision) {
        return mandate != null && decision instanceof Decision.Applied applied
                ? change.apply(mandate, applied.stamp())
                : mandate;
    }
}
