package io.tongbao.bank.http.wire;

/** A message whose signature, key, time or nonce is wrong: it is nobody's. */
public final class BadSeal extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    public BadSeal(String why) {
        super(why, null, false, false);
        this.reason = why;
    }

    /** What is wrong with it. */
    public String reason() {
        return reason;
    }
}
