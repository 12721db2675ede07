package io.tongbao.payment;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.LegNews;
import io.tongbao.payment.funding.LegRules;
import io.tongbao.payment.funding.LegStep;
import io.tongbao.payment.funding.LegTable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whatever the partner does or did, it is to take back. */
record AbandonLeg(LegRules rules, UUID key) implements Guard<UUID, Leg> {

    @Override
    public GuardTable<UUID, Leg> table() {
        return LegTable.INSTANCE;
    }

    @Override
    public Verdict check(@Nullable Leg leg, BatchStamp stamp) {
        return leg != null && leg.state().isOpen() ? Verdict.PASS : Verdict.reject(PaymentError.PAYMENT_BUSY);
    }

    @Override
    public @Nullable Leg after(@Nullable Leg leg, Decision decision) {
        return leg == null || !(decision instanceof Decision.Applied)
                ? leg
                : rules.step(leg, new LegNews.Abandoned(), decision.stamp().ts())
                        .map(LegStep::next)
                        .orElse(leg);
    }
}
