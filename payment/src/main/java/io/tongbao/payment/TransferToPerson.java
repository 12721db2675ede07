package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class TransferToPerson {

    private final PaymentDesk desk;

    public TransferToPerson(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(TransferCommand command, AnswerRenderer<Payment> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
