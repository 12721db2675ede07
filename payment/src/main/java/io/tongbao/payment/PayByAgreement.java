package io.tongbao.payment;

/** Work in progress: the signature stands. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class PayByAgreement {

    private final PaymentDesk desk;

    public PayByAgreement(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(AgreementPaymentCommand command, AnswerRenderer<Payment> renderer) {
        throw new UnsupportedOperationException(desk + " " + command + renderer);
    }
}
