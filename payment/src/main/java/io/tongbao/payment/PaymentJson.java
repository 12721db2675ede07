package io.tongbao.payment;

/** Work in progress: the signature stands. The v1 representation of a payment. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class PaymentJson {

    private PaymentJson() {}

    public static byte[] write(Payment view) {
        throw new UnsupportedOperationException(view.toString());
    }
}
