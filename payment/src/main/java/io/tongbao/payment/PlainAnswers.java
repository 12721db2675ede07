package io.tongbao.payment;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.payment.json.JsonBytes;
import io.tongbao.payment.mandate.Mandate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers for callers that are no protocol of their own: the object's JSON, or code and detail. */
public final class PlainAnswers {

    public static final AnswerRenderer<Payment> PAYMENT = of(PaymentJson::write);
    public static final AnswerRenderer<Refund> REFUND = of(RefundJson::write);
    public static final AnswerRenderer<Agreement> AGREEMENT = of(AgreementJson::write);
    public static final AnswerRenderer<Mandate> MANDATE = of(MandateJson::write);

    private PlainAnswers() {}

    private static <T> AnswerRenderer<T> of(Function<T, byte[]> json) {
        return new AnswerRenderer<>() {
            @Override
            public StoredAnswer success(T view) {
                return new StoredAnswer(200, json.apply(view));
            }

            @Override
            public StoredAnswer refusal(ErrorCode code, @Nullable String detail, @Nullable T view) {
                JsonBytes out = new JsonBytes(128).begin().field("code", code.code());
                if (detail != null) {
                    out.field("detail", detail);
                }
                return new StoredAnswer(code.httpStatus(), out.end().toBytes());
            }
        };
    }
}
