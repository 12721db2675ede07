package io.tongbao.payment;

/** Work in progress: the signature stands. The v1 representation of a refund. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class RefundJson {

    private RefundJson() {}

    public static byte[] write(Refund view) {
        throw new UnsupportedOperationException(view.toString());
    }
}
