package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class ConfirmPayment {

    private final PaymentDesk desk;

    public ConfirmPayment(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(ConfirmCommand command, AnswerRenderer<Payment> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
