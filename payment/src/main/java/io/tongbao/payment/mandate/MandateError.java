package io.tongbao.payment.mandate;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** Errors of mandates. Names are stable: they are part of the API. */
public enum MandateError implements ErrorCode {
    MANDATE_NOT_FOUND(404, "没有找到该代扣协议，请检查编号。", "There is no such mandate; check its id."),
    MANDATE_TERMS_INVALID(400, "代扣协议条款不正确，请按提示更正。", "The mandate's terms are not valid; correct what is named."),
    MANDATE_ENDED(409, "该代扣协议已解约，请重新签约。", "The mandate has ended; sign a new one."),
    MANDATE_NOT_VALID_NOW(409, "该代扣协议不在有效期内，请检查有效期。", "The mandate is not valid at this time; check its validity."),
    MANDATE_PAYMENT_CAP(422, "超过该代扣协议的单笔限额，请减小金额。", "Above the mandate's cap per payment; take less."),
    MANDATE_PERIOD_CAP(
            422, "超过该代扣协议本期的金额限额，请在下一期再扣。", "Above the mandate's cap for this period; take it in the next one."),
    MANDATE_PERIOD_COUNT(
            422,
            "已达到该代扣协议本期的次数限制，请在下一期再扣。",
            "The mandate allows no more payments in this period; take it in the next one."),
    MANDATE_FIRST_PAYMENT_UNPROVEN(
            422,
            "该代扣协议的首笔付款需要客户验证，请让客户确认。",
            "The customer must prove the first payment of this mandate; have it confirmed."),
    MANDATE_NOT_ANNOUNCED(
            422,
            "须按协议约定提前通知客户后才能扣款，请先发送扣款通知。",
            "The payment must be announced as early as the mandate says; announce it first.");

    private final ErrorText text;

    MandateError(int httpStatus, String zh, String en) {
        this.text = new ErrorText(ErrorCategory.USER, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
