package io.tongbao.payment;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.ledger.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Why a posting was refused, in the words of this module.
 *
 * @param byLedger whether the accounts refused and not a guard
 */
record Refusal(ErrorCode code, @Nullable String detail, boolean byLedger) {

    /** Null when the decision refused nothing. */
    static @Nullable Refusal of(Decision decision, Funding funding) {
        return switch (decision) {
            case Decision.RefusedByGuard(var stamp, var code, var detail) ->
                new Refusal(code, detail == null ? null : detail.toString(), false);
            case Decision.RefusedByLedger(var stamp, var index, var result) -> {
                ErrorCode code = LedgerRefusals.meaning(result, funding);
                yield new Refusal(code, code == PaymentError.LEDGER_REFUSED ? result.name() : null, true);
            }
            case Decision.Applied applied -> null;
            case Decision.Rejected rejected -> null;
            case Decision.Replayed replayed -> null;
        };
    }
}
