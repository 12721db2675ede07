package io.tongbao.partner.sandbox;

/** Kinds of trouble a partner can make. */
public enum Mischief {
    /** Behaves. */
    NONE,
    /** Refuses with its own code, nothing moves. */
    DECLINE,
    /** Does it and answers after so many milliseconds. */
    SLOW,
    /** Never answers and does nothing. */
    TIMEOUT_BEFORE,
    /** Does it and never answers. */
    TIMEOUT_AFTER,
    /** Does it and answers twice. */
    TWICE,
    /** Does it and answers so many milliseconds later, when the caller has long given up. */
    LATE,
    /** Cuts the connection, nothing done. */
    DROP_BEFORE,
    /** Does it, then cuts the connection. */
    DROP_AFTER,
    /** Does it and answers with a wrong MAC or signature. */
    WRONG_SEAL,
    /** Answers that it is closed for the night. */
    CLOSED,
    /** Answers with an error of its own system though it did it. */
    ERROR_AFTER,
    /** Writes wrong totals into the file it makes next. */
    WRONG_TOTALS
}
