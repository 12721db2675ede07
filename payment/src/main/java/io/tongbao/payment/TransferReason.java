package io.tongbao.payment;

/** Reason codes of this module's transfers that are not simply {@link PaymentKind#number()}; stored, never changed. */
final class TransferReason {

    static final int REFUND = 11;
    static final int CANCELLATION = 12;
    /** From suspense to where it was meant to go. */
    static final int PARTNER_DONE = 21;
    /** To the payer's wallet, because it could not go where it was meant to. */
    static final int TO_WALLET = 22;

    private TransferReason() {}
}
