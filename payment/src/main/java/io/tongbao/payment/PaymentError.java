package io.tongbao.payment;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** Errors of payments, refunds and agreements. */
public enum PaymentError implements ErrorCode {
    IDEMPOTENCY_KEY_REUSED(
            ErrorCategory.USER,
            409,
            "该请求编号已用于另一个请求，请使用新的编号。",
            "This idempotency key was used for another request; use a new key."),
    REFERENCE_ALREADY_USED(
            ErrorCategory.USER, 409, "该商户订单号已使用，请换一个订单号。", "This reference was used before; use a new reference."),
    PAYMENT_NOT_FOUND(
            ErrorCategory.USER, 404, "没有找到该支付，请检查编号。", "There is no such payment; check the id or reference."),
    PAYMENT_EXPIRED(ErrorCategory.USER, 409, "该支付已过期，请重新下单。", "The payment has expired; create a new one."),
    PAYMENT_ALREADY_CONFIRMED(
            ErrorCategory.USER, 409, "该支付已确认，请查询结果。", "The payment was confirmed already; query its state."),
    PAYMENT_ALREADY_CANCELLED(ErrorCategory.USER, 409, "该支付已取消，请重新下单。", "The payment was cancelled; create a new one."),
    PAYMENT_ALREADY_FAILED(ErrorCategory.USER, 409, "该支付已失败，请重新下单。", "The payment has failed; create a new one."),
    PAYMENT_NOT_SUCCEEDED(
            ErrorCategory.USER,
            409,
            "该支付尚未成功，不能执行此操作。",
            "The payment has not succeeded; this is only possible after success."),
    PAYMENT_NOT_AUTHORISED(
            ErrorCategory.USER, 409, "该支付不在待请款状态，请查询其状态。", "The payment is not waiting for capture; query its state."),
    PAYMENT_BUSY(
            ErrorCategory.USER,
            409,
            "该支付正在被其他请求更改，请稍后用同一编号重试。",
            "The payment is being changed by other requests; retry with the same idempotency key."),
    NOT_THE_PAYER(
            ErrorCategory.USER,
            403,
            "该支付指定了其他付款人。",
            "The payment is meant for another payer; use that payer's account."),
    AMOUNT_MISMATCH(
            ErrorCategory.USER,
            409,
            "金额与订单不一致，请核对后重新确认。",
            "The amount is not that of the payment; check it and confirm again."),
    PROOF_REQUIRED(
            ErrorCategory.USER,
            403,
            "需要支付密码或设备签名，请先验证。",
            "The payer must prove the payment by PIN or device; send a proof."),
    INSUFFICIENT_FUNDS(
            ErrorCategory.USER, 422, "余额不足，请充值后重新支付。", "The wallet does not have enough money; top up and pay again."),
    PROVIDER_BALANCE_INSUFFICIENT(
            ErrorCategory.USER,
            422,
            "商户账户余额不足，请补足后重试。",
            "The provider's account does not have enough money; fund it and try again."),
    AGENT_FLOAT_INSUFFICIENT(
            ErrorCategory.USER, 422, "代理点备付金不足，请补足后重试。", "The agent's float is too low; fund it and try again."),
    PAYER_ACCOUNT_FROZEN(ErrorCategory.USER, 422, "付款账户已冻结，请联系客服。", "The paying account is frozen; contact support."),
    PAYEE_ACCOUNT_FROZEN(
            ErrorCategory.USER, 422, "收款账户已冻结，请联系收款方。", "The receiving account is frozen; contact the receiver."),
    PAYER_ACCOUNT_CLOSED(ErrorCategory.USER, 422, "付款账户已关闭，请使用其他账户。", "The paying account is closed; use another one."),
    PAYEE_ACCOUNT_CLOSED(
            ErrorCategory.USER, 422, "收款账户已关闭，请联系收款方。", "The receiving account is closed; contact the receiver."),
    PAYEE_NOT_FOUND(ErrorCategory.USER, 404, "没有找到收款人，请核对手机号。", "There is no such payee; check the number."),
    PAYEE_NAME_MISMATCH(
            ErrorCategory.USER, 422, "收款人姓名不一致，请核对后重试。", "The payee's name is another; check it and try again."),
    SAME_PAYER_AND_PAYEE(
            ErrorCategory.USER, 422, "付款人和收款人不能相同。", "Payer and payee are the same; choose another payee."),
    AMOUNT_ABOVE_LIMIT(
            ErrorCategory.USER, 422, "金额超过单笔上限，请降低金额。", "The amount is above the limit for one payment; lower it."),
    AGREEMENT_NOT_FOUND(ErrorCategory.USER, 404, "没有找到该免密协议，请检查编号。", "There is no such agreement; check the id."),
    AGREEMENT_ENDED(ErrorCategory.USER, 422, "免密协议已终止，请重新签约。", "The agreement has ended; make a new one."),
    AGREEMENT_CAP_ABOVE_POLICY(
            ErrorCategory.USER,
            422,
            "协议限额超过平台上限，请降低限额。",
            "The agreement's caps are above what is allowed; lower them."),
    PER_PAYMENT_CAP_EXCEEDED(
            ErrorCategory.USER,
            422,
            "超过免密单笔限额，请改用支付密码。",
            "The amount is above the agreement's cap per payment; confirm by PIN instead."),
    DAILY_CAP_EXCEEDED(
            ErrorCategory.USER,
            422,
            "超过免密每日限额，请改用支付密码。",
            "The agreement's daily cap would be exceeded; confirm by PIN instead."),
    CANCEL_WINDOW_OVER(ErrorCategory.USER, 422, "已超过可取消时间，请改用退款。", "The time to cancel is over; refund instead."),
    ALREADY_REFUNDED(
            ErrorCategory.USER,
            422,
            "该支付已部分退款，不能取消，请退还余额。",
            "The payment was refunded in part and cannot be cancelled; refund the rest."),
    CAPTURE_WINDOW_OVER(
            ErrorCategory.USER,
            422,
            "已超过请款时间，款项已退回付款人。",
            "The time to capture is over; the money went back to the payer."),
    CAPTURE_EXCEEDS_AUTHORISED(
            ErrorCategory.USER, 422, "请款金额超过已授权金额。", "The capture is above the authorised amount; lower it."),
    REFUND_EXCEEDS_REMAINING(
            ErrorCategory.USER, 422, "退款金额超过可退余额。", "The refund is above what is left to refund; lower it."),
    NOT_REFUNDABLE(
            ErrorCategory.USER, 422, "该类支付不支持退款。", "Payments of this kind cannot be refunded; pay back by a transfer."),
    LEDGER_REFUSED(
            ErrorCategory.INTERNAL,
            500,
            "账务系统拒绝了该笔记账，请联系客服。",
            "The ledger refused the movement for a reason of ours; contact support.");

    private final ErrorText text;

    PaymentError(ErrorCategory category, int httpStatus, String zh, String en) {
        this.text = new ErrorText(category, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
