package io.tongbao.payment.mandate;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Guard.Verdict;
import java.time.LocalDate;

/** Whether a mandate has room for a payment, and what is left afterwards. Pure. */
final class MandateRules {

    private MandateRules() {}

    /** @param proven whether the customer proves this very payment */
    static Verdict judge(Mandate mandate, long amountMinor, boolean proven, BatchStamp stamp) {
        MandateTerms terms = mandate.terms();
        if (!mandate.active()) {
            return Verdict.refuse(MandateError.MANDATE_ENDED);
        }
        if (stamp.ts() < terms.validFromTs() || stamp.ts() >= terms.validUntilTs()) {
            return Verdict.refuse(MandateError.MANDATE_NOT_VALID_NOW);
        }
        if (terms.firstNeedsProof() && mandate.payments() == 0 && !proven) {
            return Verdict.refuse(MandateError.MANDATE_FIRST_PAYMENT_UNPROVEN);
        }
        if (amountMinor > terms.perPaymentCapMinor()) {
            return Verdict.refuse(MandateError.MANDATE_PAYMENT_CAP);
        }
        boolean same = !start(mandate, stamp).isAfter(mandate.periodStart());
        if ((same ? mandate.spentCount() : 0) >= terms.periodCount()) {
            return Verdict.refuse(MandateError.MANDATE_PERIOD_COUNT);
        }
        return amountMinor > terms.periodCapMinor() - (same ? mandate.spentMinor() : 0)
                ? Verdict.refuse(MandateError.MANDATE_PERIOD_CAP)
                : Verdict.PASS;
    }

    static Mandate spend(Mandate mandate, long amountMinor, BatchStamp stamp) {
        LocalDate start = start(mandate, stamp);
        // Never goes back: two lanes may disagree about midnight for a moment.
        return start.isAfter(mandate.periodStart())
                ? mandate.withSpent(start, amountMinor, 1)
                : mandate.withSpent(
                        mandate.periodStart(),
                        Math.addExact(mandate.spentMinor(), amountMinor),
                        mandate.spentCount() + 1);
    }

    private static LocalDate start(Mandate mandate, BatchStamp stamp) {
        return mandate.terms().period().start(stamp.businessDate());
    }
}
