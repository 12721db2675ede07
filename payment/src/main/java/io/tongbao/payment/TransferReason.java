package io.tongbao.payment;

/** Reason codes of this module's transfers that are not simply {@link PaymentKind#number()}; stored, never changed. */
final class TransferReason {

    static final int REFUND = 11;
    static final int CANCELLATION = 12;

    private TransferReason() {}
}
