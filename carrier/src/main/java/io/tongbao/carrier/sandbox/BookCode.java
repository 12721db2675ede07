package io.tongbao.carrier.sandbox;

/** What the sandbox carrier's books say to an instruction; each face has its own words for these. */
public enum BookCode {
    OK,
    NO_SUCH_SUBSCRIBER,
    BARRED,
    IN_ARREARS,
    INACTIVE,
    INSUFFICIENT,
    OVER_CAP,
    /** The original is not there, of another kind, or used up. */
    ORIGINAL_UNFIT,
    /** The reservation was confirmed already. */
    CONFIRMED,
    /** The reservation was cancelled or has expired. */
    CANCELLED,
    /** The id is known with another content. */
    ID_REUSED,
    /** It was reversed before it arrived. */
    REVERSED
}
