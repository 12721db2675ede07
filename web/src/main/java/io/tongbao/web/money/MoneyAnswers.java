package io.tongbao.web.money;

import io.tongbao.edge.Problem;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.payment.AnswerRenderer;
import io.tongbao.payment.Outcome;
import io.tongbao.payment.StoredAnswer;
import io.tongbao.web.security.SessionCookie;
import io.tongbao.web.signin.AppCall;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What a posting came to as an answer to a customer: the object, or the problem in the request's language. */
public final class MoneyAnswers<T> implements AnswerRenderer<T> {

    private static final int FIRST_ERROR = 400;

    private final Function<T, byte[]> json;
    private final ToIntFunction<T> status;
    private final Locale locale;
    private final String requestId;

    private MoneyAnswers(Function<T, byte[]> json, ToIntFunction<T> status, Locale locale, String requestId) {
        this.json = json;
        this.status = status;
        this.locale = locale;
        this.requestId = requestId;
    }

    public static <T> MoneyAnswers<T> of(AppCall call, Function<T, byte[]> json) {
        return of(call, json, view -> 200);
    }

    /** @param status of a success */
    public static <T> MoneyAnswers<T> of(AppCall call, Function<T, byte[]> json, ToIntFunction<T> status) {
        return new MoneyAnswers<>(json, status, call.locale(), call.requestId());
    }

    public static void answer(AppCall call, Outcome<?> outcome) throws IOException {
        StoredAnswer answer = outcome.answer();
        if (answer.status() < FIRST_ERROR) {
            call.answer(answer.status(), answer.body());
        } else {
            call.exchange().setHeader("Cache-Control", "no-store");
            call.exchange().answer(answer.status(), Problem.MEDIA_TYPE, answer.body());
        }
    }

    /** The browser's secret by which limits know it again; null for one without. */
    public static @Nullable String place(AppCall call) {
        return SessionCookie.BROWSER.read(call.exchange()).orElse(null);
    }

    @Override
    public StoredAnswer success(T view) {
        return new StoredAnswer(status.applyAsInt(view), json.apply(view));
    }

    @Override
    public StoredAnswer refusal(ErrorCode code, @Nullable String detail, @Nullable T view) {
        return new StoredAnswer(code.httpStatus(), new Problem(code, detail, null, null, requestId).json(locale));
    }
}
