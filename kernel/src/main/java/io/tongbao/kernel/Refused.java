package io.tongbao.kernel;

import org.jspecify.annotations.Nullable;

/**
 * A use case refused its command for a reason the caller can read. Carries no stack trace: a refusal is an answer, not a
 * fault, and refusals must stay cheap under attack.
 */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final @Nullable String detail;

    public Refused(ErrorCode code) {
        this(code, null);
    }

    /**
     * @param detail what exactly was wrong (a field name, a bound), free of secrets and personal data; shown to the caller
     */
    public Refused(ErrorCode code, @Nullable String detail) {
        super(detail == null ? code.code() : code.code() + ": " + detail, null, false, false);
        this.code = code;
        this.detail = detail;
    }

    public ErrorCode code() {
        return code;
    }

    public @Nullable String detail() {
        return detail;
    }
}
