package io.tongbao.merchant;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** Errors of provider identity, keys, webhooks and of the edge itself. */
public enum MerchantError implements ErrorCode {
    AUTHENTICATION_REQUIRED(
            401,
            "请求没有签名，请按 RFC 9421 签名（沙箱也可用 Bearer 密钥）。",
            "The request is not signed; sign it as RFC 9421 says (the sandbox also takes a bearer key)."),
    KEY_UNKNOWN(401, "密钥不存在、已停用或已过期，请更换有效密钥。", "This key is unknown, revoked or expired; use one that is active."),
    WRONG_MODE(
            401,
            "密钥属于另一种环境：测试密钥只能用于沙箱，正式密钥只能用于生产。",
            "The key belongs to the other mode: sk_test_ keys work in the sandbox only, sk_live_ keys in production only."),
    BEARER_NOT_ALLOWED(401, "生产环境不接受 Bearer 密钥，请对请求签名。", "Production does not accept bearer keys; sign the request."),
    HTTPS_REQUIRED(403, "生产环境只接受 HTTPS 请求，请改用 https 地址。", "Production answers over HTTPS only; use the https address."),
    PROVIDER_SUSPENDED(403, "该服务商已被暂停，请联系平台。", "This service provider is suspended; contact the operator."),
    FORBIDDEN(
            403,
            "此密钥无权使用该接口。",
            "This key may not use this address: some are for providers, some for agents, some for payers' devices."),
    PROVIDER_ALREADY_EXISTS(409, "该服务商已以不同资料登记。", "This service provider is registered already with other details."),
    WEBHOOK_URL_NOT_ALLOWED(
            400,
            "通知地址不可用：生产环境须为 https 公网地址。",
            "This webhook address cannot be used: production takes https and public addresses only."),
    TOO_MANY_WEBHOOK_ENDPOINTS(
            409, "通知地址数量已达上限，请先删除不用的地址。", "There are as many webhook endpoints as allowed; delete one first.");

    private final ErrorText text;

    MerchantError(int httpStatus, String zh, String en) {
        this.text = new ErrorText(ErrorCategory.USER, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
