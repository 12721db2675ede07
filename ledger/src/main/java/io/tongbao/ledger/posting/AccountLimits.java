package io.tongbao.ledger.posting;

import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.TransferKind;
import io.tongbao.ledger.TransferResult;

/** Whether two accounts can take an amount: nothing overflows, and the limits they carry hold. */
final class AccountLimits {

    private AccountLimits() {}

    /** Whether a counter, or the sum of a side, would leave the range of a long. */
    static TransferResult overflow(TransferKind kind, AccountState debit, AccountState credit, long amount) {
        boolean pending = kind == TransferKind.PENDING;
        if (pending && debit.debitsPending > Long.MAX_VALUE - amount) {
            return TransferResult.OVERFLOWS_DEBITS_PENDING;
        }
        if (pending && credit.creditsPending > Long.MAX_VALUE - amount) {
            return TransferResult.OVERFLOWS_CREDITS_PENDING;
        }
        if (!pending && debit.debitsPosted > Long.MAX_VALUE - amount) {
            return TransferResult.OVERFLOWS_DEBITS_POSTED;
        }
        if (!pending && credit.creditsPosted > Long.MAX_VALUE - amount) {
            return TransferResult.OVERFLOWS_CREDITS_POSTED;
        }
        // The sums stay within a long, so that posting what is pending can never overflow later.
        if (debit.debitsPending > Long.MAX_VALUE - amount - debit.debitsPosted) {
            return TransferResult.OVERFLOWS_DEBITS;
        }
        if (credit.creditsPending > Long.MAX_VALUE - amount - credit.creditsPosted) {
            return TransferResult.OVERFLOWS_CREDITS;
        }
        return TransferResult.OK;
    }

    /** The limits the accounts carry; the sums do not overflow. */
    static TransferResult exceeded(AccountState debit, AccountState credit, long amount) {
        if (AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS.in(debit.flags)
                && debit.debitsPending + debit.debitsPosted + amount > debit.creditsPosted) {
            return TransferResult.EXCEEDS_CREDITS;
        }
        if (AccountFlag.CREDITS_MUST_NOT_EXCEED_DEBITS.in(credit.flags)
                && credit.creditsPending + credit.creditsPosted + amount > credit.debitsPosted) {
            return TransferResult.EXCEEDS_DEBITS;
        }
        return TransferResult.OK;
    }
}
