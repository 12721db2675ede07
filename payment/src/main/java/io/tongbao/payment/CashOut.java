package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class CashOut {

    private final PaymentDesk desk;

    public CashOut(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(CashOutCommand command, AnswerRenderer<Payment> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
