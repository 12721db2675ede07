package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class RefundPayment {

    private final PaymentDesk desk;

    public RefundPayment(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Refund> execute(RefundCommand command, AnswerRenderer<Refund> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
