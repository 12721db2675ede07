package io.tongbao.carrier.sandbox;

import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.kernel.Msisdn;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the sandbox carrier's books.
 *
 * @param id the platform's instruction id
 * @param reference the carrier's own number for it
 * @param original of a refund: what is refunded
 * @param points of a points exchange
 * @param at by the carrier's clock
 * @param text description and merchant as given, for the bill
 */
public record Operation(
        UUID id,
        String reference,
        Kind kind,
        Msisdn number,
        long amountMinor,
        @Nullable UUID original,
        long points,
        Instant at,
        State state,
        BookCode code,
        String text) {

    public enum State {
        DONE,
        DECLINED,
        RESERVED,
        CONFIRMED,
        CANCELLED,
        EXPIRED,
        REVERSED
    }

    Operation in(State next) {
        return new Operation(id, reference, kind, number, amountMinor, original, points, at, next, code, text);
    }

    /** Whether it stands on the bill. */
    public boolean counts() {
        return state == State.DONE || state == State.CONFIRMED;
    }
}
