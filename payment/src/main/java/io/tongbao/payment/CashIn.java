package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class CashIn {

    private final PaymentDesk desk;

    public CashIn(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(CashInCommand command, AnswerRenderer<Payment> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
