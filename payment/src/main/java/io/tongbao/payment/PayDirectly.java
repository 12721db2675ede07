package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class PayDirectly {

    private final PaymentDesk desk;

    public PayDirectly(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(DirectPaymentCommand command, AnswerRenderer<Payment> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
