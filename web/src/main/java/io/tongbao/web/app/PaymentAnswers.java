package io.tongbao.web.app;

import io.tongbao.edge.Problem;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.payment.AnswerRenderer;
import io.tongbao.payment.Outcome;
import io.tongbao.payment.Payment;
import io.tongbao.payment.PaymentJson;
import io.tongbao.payment.StoredAnswer;
import io.tongbao.payment.state.PaymentState;
import io.tongbao.web.signin.AppCall;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Payments as answers to a customer: the payment, or the problem in the request's language. */
final class PaymentAnswers implements AnswerRenderer<Payment> {

    private static final int FIRST_ERROR = 400;

    private final Locale locale;
    private final String requestId;

    private PaymentAnswers(Locale locale, String requestId) {
        this.locale = locale;
        this.requestId = requestId;
    }

    static PaymentAnswers of(AppCall call) {
        return new PaymentAnswers(call.locale(), call.requestId());
    }

    static void answer(AppCall call, Outcome<Payment> outcome) throws IOException {
        StoredAnswer answer = outcome.answer();
        if (answer.status() < FIRST_ERROR) {
            call.answer(answer.status(), answer.body());
        } else {
            call.exchange().setHeader("Cache-Control", "no-store");
            call.exchange().answer(answer.status(), Problem.MEDIA_TYPE, answer.body());
        }
    }

    @Override
    public StoredAnswer success(Payment view) {
        return new StoredAnswer(view.state() == PaymentState.PROCESSING ? 202 : 200, PaymentJson.write(view));
    }

    @Override
    public StoredAnswer refusal(ErrorCode code, @Nullable String detail, @Nullable Payment view) {
        return new StoredAnswer(code.httpStatus(), new Problem(code, detail, null, null, requestId).json(locale));
    }
}
