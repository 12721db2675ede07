package io.tongbao.customer;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** Errors about payers, their PINs and devices. */
public enum CustomerError implements ErrorCode {
    CUSTOMER_NOT_FOUND(ErrorCategory.USER, 404, "没有找到该用户，请检查编号。", "There is no such customer; check the id."),
    CUSTOMER_FACTS_CHANGED(
            ErrorCategory.RESOURCE,
            503,
            "账户资料刚有变更，请用同一编号重试。",
            "The account's details have just changed; retry with the same idempotency key."),
    CUSTOMER_DORMANT(
            ErrorCategory.USER,
            422,
            "账户超过六个月未使用，已暂停，请重新核实身份后恢复。",
            "The account was not used for six months and is suspended; verify your identity again to resume."),
    PAYEE_DORMANT(
            ErrorCategory.USER,
            422,
            "收款方账户已暂停，请联系收款方。",
            "The receiving account is suspended; ask the receiver to resume it."),
    IDENTITY_REQUIRED(ErrorCategory.USER, 422, "请先完成实名认证再付款。", "Verify your name and identity before paying."),
    TIER_LIFETIME_LIMIT(
            ErrorCategory.USER,
            422,
            "已达到Ⅰ类账户累计付款限额，请完善身份信息升级账户。",
            "The lifetime limit of a class I account is reached; pass more identity checks to raise it."),
    TIER_YEAR_LIMIT(
            ErrorCategory.USER,
            422,
            "已达到本年度余额付款限额，请升级账户或改用银行卡。",
            "This year's limit for payments from the balance is reached; raise the account's class or pay by card."),
    COOL_OFF_LIMIT(
            ErrorCategory.USER,
            422,
            "密码、设备或号码刚有变更，24小时内付款限额较低，请稍后再试。",
            "A credential, device or number changed recently and limits are low for 24 hours; pay less or wait."),
    PIN_REPEATS(ErrorCategory.USER, 422, "支付密码重复数字过多，请换一个。", "The PIN uses too few different digits; choose another."),
    PIN_RUN(ErrorCategory.USER, 422, "支付密码是连续数字，请换一个。", "The PIN is a run of digits; choose another."),
    PIN_BIRTHDAY(ErrorCategory.USER, 422, "支付密码像是日期，请换一个。", "The PIN looks like a date; choose another."),
    PIN_PHONE_NUMBER(
            ErrorCategory.USER, 422, "支付密码取自手机号，请换一个。", "The PIN is part of the phone number; choose another."),
    PIN_IDENTITY_NUMBER(
            ErrorCategory.USER, 422, "支付密码取自证件号，请换一个。", "The PIN is part of the identity number; choose another."),
    PIN_COMMON(ErrorCategory.USER, 422, "支付密码过于常见，请换一个。", "The PIN is one of the most common; choose another."),
    PIN_CHANGED_MEANWHILE(
            ErrorCategory.USER,
            409,
            "支付密码刚被修改，请用新密码重试。",
            "The PIN was changed a moment ago; try again with the new one."),
    REGISTRATION_NOT_FOUND(
            ErrorCategory.USER,
            404,
            "注册已过期或不存在，请重新开始。",
            "The registration has expired or does not exist; start again."),
    REGISTRATION_STEP(ErrorCategory.USER, 409, "请先完成注册的前一步。", "Finish the registration's earlier steps first."),
    TERMS_OUTDATED(
            ErrorCategory.USER,
            409,
            "服务协议已更新，请阅读并接受最新版本。",
            "The terms have changed; read and accept the latest version."),
    INVALID_IDENTITY_NUMBER(ErrorCategory.USER, 400, "证件号码不正确，请核对。", "The identity number is not valid; check it."),
    DOCUMENT_EXPIRED(ErrorCategory.USER, 422, "证件已过期，请使用有效证件。", "The document has expired; use a valid one."),
    IDENTITY_NOT_CLAIMED(ErrorCategory.USER, 409, "请先填写姓名和证件号码。", "Give your name and identity number first."),
    IDENTITY_LOCKED(
            ErrorCategory.USER,
            409,
            "身份信息已核实，变更请联系客服。",
            "The identity is verified already; contact support to change it."),
    CHECK_NOT_FOUND(ErrorCategory.USER, 404, "没有找到该核验记录，请检查编号。", "There is no such identity check; see its id."),
    INVALID_PICTURE(
            ErrorCategory.USER,
            400,
            "图片必须是不超过 2 MB 的 JPEG 或 PNG。",
            "The picture must be a JPEG or PNG of at most 2 MB."),
    DOCUMENT_NOT_FOUND(ErrorCategory.USER, 404, "没有找到该证件图片，请检查编号。", "There is no such document picture; see its id."),
    DOCUMENT_ALREADY_REVIEWED(
            ErrorCategory.USER, 409, "该证件图片已审核，请重新上传。", "The picture was reviewed already; upload another."),
    HOLD_NOT_FOUND(ErrorCategory.USER, 404, "没有找到该冻结记录，请检查编号。", "There is no such hold; see its id."),
    HOLD_NOT_YOURS(
            ErrorCategory.USER,
            403,
            "该冻结只能由原冻结方解除。",
            "Only the authority that placed this hold can lift it; ask there."),
    HOLD_KEY_REUSED(
            ErrorCategory.USER,
            409,
            "该请求编号已用于另一项冻结，请换一个编号。",
            "This idempotency key was used for another hold; choose another key."),
    BALANCE_NOT_ZERO(
            ErrorCategory.USER, 422, "账户余额不为零，请先转出或提现。", "The balance is not zero; transfer or cash it out first."),
    PAYMENTS_IN_FLIGHT(
            ErrorCategory.USER,
            422,
            "还有未完成的付款，请待其结束后再试。",
            "Payments are still under way; try again when they have ended."),
    HOLD_PREVENTS(ErrorCategory.USER, 422, "账户存在冻结，暂时不能办理。", "A hold on the account prevents this; contact support."),
    ACCOUNT_NOT_CLOSED(ErrorCategory.USER, 409, "请先注销账户。", "Close the account first."),
    CHALLENGE_NOT_FOUND(ErrorCategory.USER, 404, "没有找到该验证请求，请重新发起。", "There is no such challenge; begin again."),
    CHALLENGE_EXPIRED(ErrorCategory.USER, 422, "验证请求已过期，请重新发起。", "The challenge has expired; begin again."),
    CHALLENGE_OPEN(
            ErrorCategory.USER, 422, "验证尚未完成，请补充验证。", "The challenge is not satisfied yet; prove the missing factors."),
    CHALLENGE_USED(ErrorCategory.USER, 422, "该验证已使用，请重新发起。", "The challenge was used already; begin again."),
    CHALLENGE_MISMATCH(
            ErrorCategory.USER,
            422,
            "验证的金额或收款方与付款不一致。",
            "What was approved is not this payment; approve its amount and payee."),
    DEVICE_SIGNATURE_WRONG(
            ErrorCategory.USER, 422, "设备签名不正确，请重试。", "The device's signature is wrong; sign what the challenge says."),
    FACTOR_NOT_ACCEPTED(
            ErrorCategory.USER, 422, "此处不接受该验证方式，请换一种。", "This way of proving is not accepted here; use another."),
    INVALID_CREDIT_CODE(
            ErrorCategory.USER, 400, "统一社会信用代码不正确，请核对。", "The unified social credit code is not valid; check it."),
    ENTERPRISE_EXISTS(
            ErrorCategory.USER,
            409,
            "该企业已注册，请直接使用或联系客服。",
            "This enterprise is registered already; use it or contact support."),
    ENTERPRISE_NOT_FOUND(ErrorCategory.USER, 404, "没有找到该企业，请检查编号。", "There is no such enterprise; see its id."),
    ENTERPRISE_VERIFIED(
            ErrorCategory.USER,
            409,
            "该企业已通过审核，如有疑问请冻结其账户。",
            "The enterprise is verified already; freeze its account if in doubt."),
    NOT_AN_OPERATOR(
            ErrorCategory.USER, 403, "您无权为该企业办理此业务。", "You may not do this for the enterprise; ask its administrator."),
    SECOND_OPERATOR_NEEDED(
            ErrorCategory.USER, 422, "需由另一位操作员复核。", "A second operator has to check this; the maker cannot."),
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

    private final ErrorText text;

    CustomerError(ErrorCategory category, int httpStatus, String zh, String en) {
        this.text = new ErrorText(category, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
