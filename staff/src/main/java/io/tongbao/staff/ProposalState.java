package io.tongbao.staff;

import java.util.Locale;

/** Where a proposal stands; everything but {@link #OPEN} is for good. */
public enum ProposalState {
    OPEN,
    APPLIED,
    REJECTED,
    WITHDRAWN,
    /** The thing was changed by other means before anybody decided. */
    STALE,
    EXPIRED;

    /** The name on the wire and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of {@link #word()}.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ProposalState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
