package io.tongbao.payment;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Guard.Verdict;
import java.time.LocalDate;

/** Whether an agreement has room for a payment, and what is left afterwards. Pure. */
final class AgreementRules {

    private AgreementRules() {}

    static Verdict judge(Agreement agreement, long amountMinor, BatchStamp stamp) {
        if (agreement.status() != AgreementStatus.ACTIVE) {
            return Verdict.refuse(PaymentError.AGREEMENT_ENDED);
        }
        if (amountMinor > agreement.perPaymentCapMinor()) {
            return Verdict.refuse(PaymentError.PER_PAYMENT_CAP_EXCEEDED);
        }
        return amountMinor > agreement.dailyCapMinor() - spentToday(agreement, stamp)
                ? Verdict.refuse(PaymentError.DAILY_CAP_EXCEEDED)
                : Verdict.PASS;
    }

    static Agreement spend(Agreement agreement, long amountMinor, BatchStamp stamp) {
        return agreement.withSpent(day(agreement, stamp), Math.addExact(spentToday(agreement, stamp), amountMinor));
    }

    private static long spentToday(Agreement agreement, BatchStamp stamp) {
        return stamp.businessDate().isAfter(agreement.spentDay()) ? 0 : agreement.spentMinor();
    }

    /** Never goes back: two lanes may disagree about midnight for a moment. */
    private static LocalDate day(Agreement agreement, BatchStamp stamp) {
        return stamp.businessDate().isAfter(agreement.spentDay()) ? stamp.businessDate() : agreement.spentDay();
    }
}
