package io.tongbao.customer;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;

/** Errors about payers, their PINs and devices. */
public enum CustomerError implements ErrorCode {
    CUSTOMER_NOT_FOUND(ErrorCategory.USER, 404, "没有找到该用户，请检查编号。", "There is no such customer; check the id."),
    CUSTOMER_ID_REUSED(
            ErrorCategory.USER,
            409,
            "该用户编号已用于另一份资料，请换一个编号。",
            "This customer id was used with other data; choose another id."),
    MSISDN_ALREADY_REGISTERED(
            ErrorCategory.USER,
            409,
            "该手机号已注册，请直接使用或联系客服。",
            "This phone number is registered already; use it or contact support."),
    INVALID_CUSTOMER_NAME(
            ErrorCategory.USER,
            400,
            "姓名必须为 1 到 64 个字符，且不含控制字符。",
            "The name must have 1 to 64 characters and no control characters."),
    CUSTOMER_FROZEN(
            ErrorCategory.USER,
            422,
            "该账户已冻结，暂时不能付款，请联系客服。",
            "The account is frozen and cannot pay now; contact support."),
    CUSTOMER_CLOSED(ErrorCategory.USER, 422, "该账户已注销。", "The account is closed; use another one."),
    PAYEE_CLOSED(ErrorCategory.USER, 422, "收款方账户已注销，请核对收款方。", "The receiving account is closed; check the receiver."),
    INVALID_PIN(ErrorCategory.USER, 400, "支付密码必须是 6 位数字。", "The PIN must be six digits."),
    PIN_WRONG(ErrorCategory.USER, 422, "支付密码错误，请用新的请求编号重试。", "The PIN is wrong; try again with a new idempotency key."),
    PIN_LOCKED(
            ErrorCategory.USER,
            422,
            "支付密码错误次数过多，请稍后再试。",
            "Too many wrong PINs; wait until the lock ends and try again."),
    PIN_NOT_SET(ErrorCategory.USER, 422, "尚未设置支付密码，请先设置。", "No PIN is set; set one first."),
    PIN_KEY_MISSING(
            ErrorCategory.RESOURCE,
            503,
            "系统正在更换密码密钥，请稍后重试。",
            "The server does not hold the key of this PIN yet; try again in a moment."),
    DEVICE_NOT_FOUND(
            ErrorCategory.USER, 404, "没有找到该设备，请重新绑定。", "There is no such device for this customer; enrol it again."),
    DEVICE_REVOKED(ErrorCategory.USER, 422, "该设备已解除绑定，请重新绑定。", "The device was revoked; enrol a device again."),
    INVALID_DEVICE_KEY(
            ErrorCategory.USER,
            400,
            "设备公钥必须是有效的 32 字节 Ed25519 公钥。",
            "The device key must be a valid Ed25519 public key of 32 bytes.");

    private final ErrorCategory category;
    private final int httpStatus;
    private final String zh;
    private final String en;

    CustomerError(ErrorCategory category, int httpStatus, String zh, String en) {
        this.category = category;
        this.httpStatus = httpStatus;
        this.zh = zh;
        this.en = en;
    }

    @Override
    public ErrorCategory category() {
        return category;
    }

    @Override
    public int httpStatus() {
        return httpStatus;
    }

    @Override
    public String zh() {
        return zh;
    }

    @Override
    public String en() {
        return en;
    }
}
