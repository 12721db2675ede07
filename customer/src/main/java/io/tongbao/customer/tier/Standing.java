package io.tongbao.customer.tier;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a set of checks comes to.
 *
 * @param tier the highest class that the checks carry
 * @param next the class after it; null at the top
 * @param missing what the next class wants, empty at the top
 * @param checksMissing how many more external checks the next class wants
 */
public record Standing(Tier tier, @Nullable Tier next, Set<Missing> missing, int checksMissing) {

    public Standing {
        missing = Set.copyOf(missing);
    }

    /** What stands between a customer and the next class. */
    public enum Missing {
        /** No name and document were given. */
        IDENTITY_CLAIM,
        /** The document has expired; give a new one. */
        VALID_DOCUMENT,
        /** More external checks: see {@link Standing#checksMissing}. */
        EXTERNAL_CHECKS,
        /** Pictures of the document, accepted by staff. */
        DOCUMENT_PICTURES,
        /** Another account of the same person is of class III; only one may be. */
        CLASS_THREE_ELSEWHERE
    }
}
