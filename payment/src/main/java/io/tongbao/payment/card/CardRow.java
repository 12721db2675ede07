package io.tongbao.payment.card;

import io.tongbao.bank.SignUp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A card as stored, with what only this package opens.
 *
 * @param sealedNumber null once it is wiped
 * @param sealedHolder null once the bank has spoken
 * @param sealedToken null unless there is or was an agreement
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record CardRow(
        BoundCard view,
        SignUp.Mode mode,
        Instant createdAt,
        byte @Nullable [] sealedNumber,
        byte @Nullable [] sealedHolder,
        byte @Nullable [] sealedToken,
        int codeTries,
        int looks) {

    @Override
    public String toString() {
        return "CardRow[" + view.id() + ", " + view.state() + "]";
    }
}
