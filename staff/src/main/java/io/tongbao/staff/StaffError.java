package io.tongbao.staff;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** Errors about staff, proposals and the audit trail. */
public enum StaffError implements ErrorCode {
    STAFF_NOT_FOUND(404, "没有找到该员工，请检查编号。", "There is no such member of staff; check the id."),
    INVALID_LOGIN(
            400,
            "登录名必须以小写字母开头，由 2 到 32 个小写字母、数字、点、下划线或连字符组成。",
            "A login has 2 to 32 lower-case letters, digits, dots, underscores or hyphens and begins with a letter."),
    INVALID_STAFF_NAME(
            400, "姓名必须为 1 到 64 个字符，且不含控制字符。", "A name has 1 to 64 characters and no control characters; correct it."),
    LOGIN_TAKEN(409, "该登录名已被使用，请换一个。", "This login is taken; choose another one."),
    INVALID_ROLE(
            400,
            "角色只能是 viewer、care、risk、finance、admin 或 auditor。",
            "Roles are viewer, care, risk, finance, admin and auditor; use these names."),
    LAST_ADMIN(
            422, "至少要保留一名可用的管理员，请先任命另一名。", "At least one active administrator must remain; appoint another one first."),
    STAFF_SIGN_IN_FAILED(401, "登录名、密码或验证码不正确，请重试。", "Login, password or code is not right; try again."),
    STAFF_SIGN_IN_REQUIRED(401, "请先登录。", "Sign in first."),
    STAFF_SECOND_FACTOR_REQUIRED(
            401, "还需要动态验证码或通行密钥，请完成登录。", "A code or passkey is needed as well; complete the sign-in."),
    STAFF_SETUP_INVALID(
            422,
            "该设置链接无效、已使用或已过期，请向管理员索取新的链接。",
            "This set-up link is unknown, used or expired; ask an administrator for a new one."),
    PERMISSION_MISSING(403, "您没有此操作的权限，请联系管理员。", "You lack the permission for this; ask an administrator."),
    PROPOSAL_NOT_FOUND(404, "没有找到该申请，请检查编号。", "There is no such proposal; check the id."),
    PROPOSAL_KEY_REUSED(
            409, "该请求编号已用于另一份申请，请换一个编号。", "This idempotency key was used for another proposal; choose another key."),
    PROPOSAL_DECIDED(409, "该申请已经有了结果，请查看其状态。", "The proposal is decided already; look at its state."),
    PROPOSAL_EXPIRED(422, "该申请已过期，请重新提交。", "The proposal has expired; make a new one."),
    PROPOSAL_STALE(
            409,
            "申请提交之后对象已被修改，请查看新状态并重新提交。",
            "What the proposal changes was changed meanwhile; look at it again and make a new proposal."),
    OWN_PROPOSAL(403, "不能由本人审批自己的申请，请由另一人审批。", "Nobody approves their own proposal; another person must do it."),
    PROPOSAL_CONCERNS_YOU(403, "该申请涉及您本人，请由另一人处理。", "The proposal is about you; another person must decide it."),
    NOT_YOUR_PROPOSAL(403, "只有提交人可以撤回申请。", "Only its maker withdraws a proposal; ask them."),
    REASON_REQUIRED(400, "请填写理由，3 到 500 个字符。", "Give a reason of 3 to 500 characters."),
    NOTHING_TO_CHANGE(422, "该申请不会改变任何内容，请检查。", "The proposal would change nothing; check it.");

    private final ErrorText text;

    StaffError(int httpStatus, String zh, String en) {
        this.text = new ErrorText(ErrorCategory.USER, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
