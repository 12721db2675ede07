package io.tongbao.kernel;

/** Who has to act on an error; drives HTTP status, wording on voice and text channels, retries and dashboards. */
public enum ErrorCategory {
    /** The caller or payer can correct it; retrying the same request gives the same answer. */
    USER,
    /** A bank, carrier or provider behind us failed or is unknown; resolved by inquiry. */
    PARTNER,
    /** We are short of something now; the same request may succeed later. */
    RESOURCE,
    /** A fault of ours; nothing the caller sent is wrong. */
    INTERNAL
}
