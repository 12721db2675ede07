package io.tongbao.payment;

/** Work in progress: the signature stands. One bounded step of the expiry job. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class ExpirePayments {

    private final PaymentDesk desk;

    public ExpirePayments(PaymentDesk desk) {
        this.desk = desk;
    }

    /**
     * @param most orders to look at
     * @return how many expired; call again at once while it is {@code most}
     */
    public int step(int most) {
        throw new UnsupportedOperationException(desk + " " + most);
    }
}
