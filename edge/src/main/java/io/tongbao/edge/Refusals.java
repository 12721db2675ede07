package io.tongbao.edge;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Turns what was thrown into the answer for it. */
public final class Refusals {

    /** Use cases name a field as the whole detail, or before a colon. */
    private static final Pattern FIELD = Pattern.compile("([a-z][a-z_]{1,40})(?:: .*)?");

    private Refusals() {}

    public static void answer(HttpCall call, RuntimeException thrown) throws IOException {
        switch (thrown) {
            case FieldRefused e -> call.refuse(e.code(), e.detail(), e.field());
            case Refused e -> call.refuse(e.code(), e.detail(), field(e));
            default -> throw thrown;
        }
    }

    /** Our fault: logged with the request id; the caller sees the id and nothing of the cause. */
    public static void answerInternal(HttpCall call, Throwable cause, Logger log) throws IOException {
        log.error("request {} {} {} failed", call.requestId(), call.exchange().method(), call.route(), cause);
        if (!call.exchange().isCommitted()) {
            call.refuse(RequestError.INTERNAL_ERROR, null, null);
        }
    }

    private static @Nullable String field(Refused refused) {
        String detail = refused.detail();
        if (detail == null || refused.code().httpStatus() != 400) {
            return null;
        }
        Matcher matcher = FIELD.matcher(detail);
        return matcher.matches() ? matcher.group(1) : null;
    }
}
