package io.tongbao.carrier;

/**
 * What a carrier says of a number.
 *
 * @param chargeableMinor what may still be charged this month, minor units; −1 when the carrier does not say
 * @param points −1 when the carrier does not say
 */
public record Subscriber(Plan plan, Standing standing, long chargeableMinor, long points) {

    public enum Plan {
        PREPAID,
        POSTPAID
    }

    public enum Standing {
        GOOD,
        IN_ARREARS,
        /** Barred from buying by the subscriber, the carrier or the law. */
        BARRED,
        /** No longer, or not yet, in use. */
        INACTIVE
    }
}
