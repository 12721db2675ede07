package io.tongbao.edge;

import io.tongbao.kernel.ErrorCode;

/** A request was refused because of one field; like {@link io.tongbao.kernel.Refused}, and it names the field. */
public final class FieldRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final String field;
    private final String detail;

    /**
     * @param field path of the field, {@code payer.msisdn}
     * @param detail what is wrong with it, without its value
     */
    public FieldRefused(ErrorCode code, String field, String detail) {
        super(code.code() + ": " + field, null, false, false);
        this.code = code;
        this.field = field;
        this.detail = detail;
    }

    public ErrorCode code() {
        return code;
    }

    public String field() {
        return field;
    }

    public String detail() {
        return detail;
    }
}
