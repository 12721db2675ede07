package io.tongbao.bank.http.wire;

/** A message that does not say what it must; the text names the field and never its value. */
public final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    public Unreadable(String what) {
        super(what, null, false, false);
        this.reason = what;
    }

    /** What is wrong with it. */
    public String reason() {
        return reason;
    }
}
