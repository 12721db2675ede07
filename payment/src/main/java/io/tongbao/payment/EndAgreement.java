package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class EndAgreement {

    private final PaymentDesk desk;

    public EndAgreement(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Agreement> execute(EndAgreementCommand command, AnswerRenderer<Agreement> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
