package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class CancelPayment {

    private final PaymentDesk desk;

    public CancelPayment(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(CancelCommand command, AnswerRenderer<Payment> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
