package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class CreateAgreement {

    private final PaymentDesk desk;

    public CreateAgreement(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Agreement> execute(CreateAgreementCommand command, AnswerRenderer<Agreement> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
