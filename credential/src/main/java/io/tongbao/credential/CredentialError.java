package io.tongbao.credential;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** Errors about proving who one is. None of them tells whether the person exists. */
public enum CredentialError implements ErrorCode {
    WRONG_CREDENTIAL(
            ErrorCategory.USER,
            401,
            "用户名、密码或验证码不正确，请核对后重试。",
            "The name, password or code is wrong; check it and try again."),
    TRY_LATER(
            ErrorCategory.USER,
            429,
            "尝试次数过多，请稍后再试，或换用其他验证方式。",
            "Too many tries; wait as Retry-After says or prove yourself in another way."),
    WEAK_PASSWORD(
            ErrorCategory.USER,
            400,
            "密码过短或过于常见，请按提示换一个。",
            "The password is too short or too common; choose another one."),
    TOTP_NOT_ENROLLED(
            ErrorCategory.USER,
            409,
            "尚未开始绑定动态口令，请先申请绑定。",
            "No authenticator app is being enrolled; begin the enrolment."),
    CODE_WRONG(ErrorCategory.USER, 422, "验证码错误，请核对后重试。", "The code is wrong; check it and try again."),
    CODE_EXPIRED(
            ErrorCategory.USER, 422, "验证码已失效或已使用，请重新获取。", "The code has expired or was used up; ask for a new one."),
    PASSKEY_REFUSED(ErrorCategory.USER, 422, "通行密钥验证未通过，请重新操作。", "The passkey's answer was not accepted; start again."),
    PASSKEY_NOT_FOUND(ErrorCategory.USER, 404, "没有找到该通行密钥，请检查编号。", "There is no such passkey; check its id."),
    PASSKEY_ALREADY_REGISTERED(
            ErrorCategory.USER, 409, "该通行密钥已登记，请直接使用。", "This passkey is registered already; just use it."),
    TOO_MANY_PASSKEYS(
            ErrorCategory.USER,
            422,
            "通行密钥数量已达上限，请先删除不用的。",
            "There are as many passkeys as are allowed; remove one first."),
    INVALID_LABEL(
            ErrorCategory.USER,
            400,
            "名称必须为 1 到 64 个字符，且不含控制字符。",
            "The name must have 1 to 64 characters and no control characters."),
    NOT_SIGNED_IN(ErrorCategory.USER, 401, "尚未登录或登录已过期，请重新登录。", "Not signed in, or no longer; sign in again."),
    SESSION_NOT_FOUND(ErrorCategory.USER, 404, "没有找到该登录会话，请刷新列表。", "There is no such session; refresh the list."),
    SECOND_FACTOR_NEEDED(
            ErrorCategory.USER,
            401,
            "还需要动态口令，请一并提交。",
            "The code of the authenticator app is needed, too; send it along."),
    FRESH_PROOF_NEEDED(
            ErrorCategory.USER,
            403,
            "该操作需要重新验证身份，请重新登录后再试。",
            "This needs a fresh proof of who you are; sign in again and repeat it."),
    PROOF_OF_WORK_NEEDED(
            ErrorCategory.USER, 428, "请先完成计算验证再重试。", "Solve the proof of work first and send it with the request."),
    PROOF_OF_WORK_REFUSED(
            ErrorCategory.USER,
            422,
            "计算验证无效、过期或已使用，请重新获取。",
            "The proof of work is wrong, expired or used; ask for a new one.");

    private final ErrorText text;

    CredentialError(ErrorCategory category, int httpStatus, String zh, String en) {
        this.text = new ErrorText(category, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
