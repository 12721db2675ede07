package io.tongbao.payment;

/** Work in progress: the signature stands. The v1 representation of a agreement. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class AgreementJson {

    private AgreementJson() {}

    public static byte[] write(Agreement view) {
        throw new UnsupportedOperationException(view.toString());
    }
}
