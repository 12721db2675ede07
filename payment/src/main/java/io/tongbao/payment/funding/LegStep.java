package io.tongbao.payment.funding;

import io.tongbao.partner.PartnerAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What follows from news.
 *
 * @param next the leg afterwards, with a version of its own
 * @param move what happens in our books
 * @param refused why it came to nothing, when a refusal did that; null otherwise
 */
public record LegStep(Leg next, Move move, PartnerAnswer.@Nullable Final refused) {

    /** Moves of a leg's money. */
    public enum Move {
        NONE,
        /** The reservation is posted and goes on to its destination. */
        COMPLETE,
        /** The reservation is released. */
        RELEASE,
        /** The reservation is posted and goes to the payer's wallet. */
        TO_WALLET,
        /** The reservation was released long ago, yet the partner keeps the money for us: it goes to the payer's wallet. */
        LATE_TO_WALLET
    }
}
