package io.tongbao.customer;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The PIN is the customer's. Wrong ones are counted with the refusal, right ones clear the count. */
final class PinGuard implements Guard<UUID, PinState> {

    private final PinKeyring keyring;
    private final UUID customerId;
    private final Pin pin;
    private final long place;
    private final boolean counts;

    PinGuard(PinKeyring keyring, UUID customerId, Pin pin) {
        this(keyring, customerId, pin, PinPlace.NOWHERE, true);
    }

    /** @param counts false to let every guess through */
    PinGuard(PinKeyring keyring, UUID customerId, Pin pin, long place, boolean counts) {
        this.place = place;
        this.counts = counts;
        this.keyring = keyring;
        this.customerId = customerId;
        this.pin = pin;
    }

    @Override
    public GuardTable<UUID, PinState> table() {
        return PinTable.INSTANCE;
    }

    @Override
    public UUID key() {
        return customerId;
    }

    @Override
    public Verdict check(@Nullable PinState state, BatchStamp stamp) {
        if (state == null) {
            return Verdict.refuse(CustomerError.PIN_NOT_SET);
        }
        if (counts && state.lockedAt(stamp.ts(), place)) {
            return Verdict.refuse(CustomerError.PIN_LOCKED);
        }
        Boolean right = keyring.matches(customerId, state, pin);
        if (right == null) {
            return Verdict.reject(CustomerError.PIN_KEY_MISSING);
        }
        return right
                ? Verdict.PASS
                : new Verdict.Refuse(
                        CustomerError.PIN_WRONG, "guesses left: " + (state.guessesLeft(stamp.ts(), place) - 1));
    }

    @Override
    public @Nullable PinState after(@Nullable PinState state, Decision decision) {
        if (state == null) {
            return null;
        }
        return switch (decision) {
            case Decision.RefusedByGuard(var stamp, var code, var detail)
            when code == CustomerError.PIN_WRONG -> counts ? state.wrongAt(stamp.ts(), place) : state;
            // Another guard refused: perhaps before this one looked, so the PIN counts neither as right nor as wrong.
            case Decision.RefusedByGuard refused -> state;
            case Decision.Applied applied -> keyring.proven(customerId, state, pin, place);
            case Decision.RefusedByLedger refused -> keyring.proven(customerId, state, pin, place);
            case Decision.Rejected rejected -> state;
            case Decision.Replayed replayed -> state;
        };
    }
}
