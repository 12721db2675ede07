package io.tongbao.carrier;

/** What a carrier may offer; the rest answers {@code NotSent(NOT_OFFERED)}. */
public enum CarrierCapability {
    /** Charge in one step. */
    CHARGE,
    /** Reserve first, then confirm or cancel. */
    RESERVE,
    REFUND,
    PARTIAL_REFUND,
    /** Take a charge back whose fate is unknown. */
    REVERSE,
    INQUIRE,
    SUBSCRIBER_STATE,
    /** Top up a phone number. */
    TOP_UP,
    POINTS,
    CHARGE_FILE
}
