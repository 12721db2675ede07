package io.tongbao.customer.notice;

/** Events about the safety of an account. {@code %s} takes the detail, if any. Stored by name. */
public enum NoticeKind {
    REGISTERED("您的通宝账户已开通。", "Your Tongbao account is open."),
    NUMBER_KNOWN(
            "有人用您的号码注册通宝。您已有账户，如是本人请直接登录；否则请忽略。",
            "Somebody tried to register with your number. You have an account already: sign in if it was you, or"
                    + " ignore this."),
    PIN_CHANGED(
            "您的支付密码已修改。如非本人操作，请立即冻结账户。",
            "Your payment PIN was changed. If it was not you, freeze your account at once."),
    PIN_RESET(
            "您的支付密码已重置。如非本人操作，请立即冻结账户。", "Your payment PIN was reset. If it was not you, freeze your account at once."),
    PIN_UNLOCKED("您的支付密码已解锁。", "Your payment PIN was unlocked."),
    DEVICE_ADDED(
            "您的账户已绑定新设备。如非本人操作，请立即冻结账户。",
            "A new device was bound to your account. If it was not you, freeze your account at once."),
    DEVICE_REMOVED("您的账户已解绑一台设备。", "A device was removed from your account."),
    CREDENTIAL_CHANGED(
            "您的登录方式已变更（%s）。如非本人操作，请立即冻结账户。",
            "A way to sign in was changed (%s). If it was not you, freeze your account at once."),
    SECURITY_EVENT(
            "账户安全提示：%s。如非本人操作，请立即冻结账户。",
            "Security of your account: %s. If it was not you, freeze your account at once."),
    FROZEN("您的账户已冻结（%s）。", "Your account was frozen (%s)."),
    PARTLY_FROZEN("您的账户有 %s 元被冻结。", "An amount of %s yuan on your account was frozen."),
    UNFROZEN("您的账户已解除冻结（%s）。", "A hold on your account was lifted (%s)."),
    DORMANT(
            "您的账户六个月未使用，已暂停。重新核实身份即可恢复。",
            "Your account was not used for six months and is suspended. Verify your identity again to resume."),
    RESUMED("您的账户已恢复使用。", "Your account is in use again."),
    TIER_CHANGED("您的账户类别现为%s类。", "Your account is now of class %s."),
    IDENTITY_REFUSED("您的身份信息未通过核验，请核对后重试。", "Your identity could not be confirmed; check the details and try again."),
    DOCUMENT_REJECTED("您上传的证件图片未通过审核：%s", "The document picture you uploaded was rejected: %s"),
    NUMBER_CHANGED(
            "您的账户手机号已变更。如非本人操作，请立即联系客服。",
            "The phone number of your account was changed. If it was not you, contact support at once."),
    SIM_CHANGED("检测到您更换了SIM卡，24小时内付款限额较低。", "Your SIM card was changed; limits are low for 24 hours."),
    OPERATOR_APPOINTED("您已成为企业账户的操作员。", "You are now an operator of an enterprise account."),
    OPERATOR_REMOVED("您已不再是企业账户的操作员。", "You are no longer an operator of an enterprise account."),
    ENTERPRISE_REFUSED("您的企业认证未通过：%s", "Your enterprise could not be verified: %s"),
    DATA_EXPORTED("您的个人资料已导出。", "A statement of your personal data was made."),
    CARD_BOUND(
            "您的账户已绑定银行卡 %s。如非本人操作，请立即冻结账户。",
            "The bank card %s was bound to your account. If it was not you, freeze your account at once."),
    CARD_REMOVED("您的账户已解绑银行卡 %s。", "The bank card %s was removed from your account."),
    CARD_EXPIRING("您绑定的银行卡 %s 即将到期，请及时绑定新卡。", "Your bound bank card %s expires soon; bind the new one in time."),
    MANDATE_SIGNED(
            "您已签约代扣：%s。如非本人操作，请立即解约。",
            "You agreed to recurring payments: %s. If it was not you, end the agreement at once."),
    MANDATE_ENDED("您的代扣协议已解约：%s。", "Your agreement on recurring payments has ended: %s."),
    MANDATE_PAYMENT_AHEAD(
            "即将代扣：%s。如有疑问可随时解约。", "A recurring payment is due soon: %s. You can end the agreement at any time."),
    CLOSED("您的账户已注销，感谢使用。", "Your account is closed. Thank you for using it.");

    private final String zh;
    private final String en;

    NoticeKind(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    String text(String language, String detail) {
        return (language.equals("zh") ? zh : en).replace("%s", detail);
    }
}
