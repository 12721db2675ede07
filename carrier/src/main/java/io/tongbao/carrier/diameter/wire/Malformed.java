package io.tongbao.carrier.diameter.wire;

/** Bytes that are no Diameter. The message never quotes them. */
public final class Malformed extends Exception {

    private static final long serialVersionUID = 1L;

    private final int resultCode;

    /** @param resultCode what RFC 6733 §7.1 says to answer */
    public Malformed(int resultCode, String what) {
        super(what);
        this.resultCode = resultCode;
    }

    public int resultCode() {
        return resultCode;
    }
}
