package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class CreatePayment {

    private final PaymentDesk desk;

    public CreatePayment(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(CreatePaymentCommand command, AnswerRenderer<Payment> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
