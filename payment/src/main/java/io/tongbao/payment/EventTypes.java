package io.tongbao.payment;

import io.tongbao.payment.state.PaymentState;

/** The types of the events that this module writes; each carries the object as it stood then. */
public final class EventTypes {

    public static final String PAYMENT_CREATED = "payment.created";
    public static final String PAYMENT_CHALLENGED = "payment.challenged";
    public static final String PAYMENT_HELD = "payment.held";
    public static final String PAYMENT_AUTHORISED = "payment.authorised";
    public static final String PAYMENT_PROCESSING = "payment.processing";
    public static final String PAYMENT_IN_DOUBT = "payment.in_doubt";
    public static final String PAYMENT_SUCCEEDED = "payment.succeeded";
    public static final String PAYMENT_FAILED = "payment.failed";
    public static final String PAYMENT_CANCELLED = "payment.cancelled";
    public static final String PAYMENT_EXPIRED = "payment.expired";
    /** A partner did it after the payment had been given up or cancelled, and has taken it back. */
    public static final String PAYMENT_REVERSED = "payment.reversed";
    /** What was taken for a payment that ended otherwise is back on the card or phone bill. */
    public static final String PAYMENT_RETURNED = "payment.returned";
    /** It is in the payer's wallet, because the card or phone bill refused it for good. */
    public static final String PAYMENT_RETURNED_TO_WALLET = "payment.returned_to_wallet";

    public static final String REFUND_PROCESSING = "refund.processing";
    public static final String REFUND_SUCCEEDED = "refund.succeeded";
    public static final String REFUND_FAILED = "refund.failed";
    public static final String AGREEMENT_CREATED = "agreement.created";
    public static final String AGREEMENT_ENDED = "agreement.ended";

    private EventTypes() {}

    /** The event that a payment's arrival in a state is told by. */
    public static String of(PaymentState state) {
        return switch (state) {
            case CREATED -> PAYMENT_CREATED;
            case CHALLENGED -> PAYMENT_CHALLENGED;
            case HELD -> PAYMENT_HELD;
            case AUTHORISED -> PAYMENT_AUTHORISED;
            case PROCESSING -> PAYMENT_PROCESSING;
            case IN_DOUBT -> PAYMENT_IN_DOUBT;
            case SUCCEEDED -> PAYMENT_SUCCEEDED;
            case FAILED -> PAYMENT_FAILED;
            case CANCELLED -> PAYMENT_CANCELLED;
            case EXPIRED -> PAYMENT_EXPIRED;
        };
    }
}
