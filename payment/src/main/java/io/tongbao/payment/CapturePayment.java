package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class CapturePayment {

    private final PaymentDesk desk;

    public CapturePayment(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(CaptureCommand command, AnswerRenderer<Payment> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
