package io.tongbao.staff;

import java.util.Locale;

/** Where a member stands. */
public enum StaffStatus {
    /** Has a set-up link and no credentials yet. */
    INVITED,
    ACTIVE,
    /** Stopped; cannot sign in, and open sessions ended. */
    SUSPENDED;

    /** The name on the wire and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StaffStatus ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
