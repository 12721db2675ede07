package io.tongbao.merchant.signature;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** What can be wrong with a signed request. Each answer's detail names the component, the bound or the base string. */
public enum SignatureError implements ErrorCode {
    SIGNATURE_MALFORMED(
            400,
            "签名头格式不正确，请按 RFC 9421 填写 Signature-Input 与 Signature。",
            "The signature headers are malformed; write Signature-Input and Signature as RFC 9421 says."),
    SIGNATURE_COMPONENT_MISSING(
            401,
            "签名没有覆盖必需的部分，请把提示的部分加入签名。",
            "The signature does not cover a required component; add the named component and sign again."),
    SIGNATURE_EXPIRED(
            401,
            "签名已过期，请用当前时间重新签名后发送。",
            "The signature is too old or has expired; sign the request again with the current time."),
    SIGNATURE_FROM_FUTURE(
            401, "签名时间晚于服务器时间，请校准时钟后重新签名。", "The signature's time lies in the future; set your clock and sign again."),
    SIGNATURE_WRONG(
            401,
            "签名不符，请用提示的签名原文核对您的计算。",
            "The signature does not match; compare your signature base with the one in the detail."),
    CONTENT_DIGEST_MALFORMED(
            400,
            "Content-Digest 格式不正确，请使用 sha-256 或 sha-512。",
            "Content-Digest is malformed; use sha-256 or sha-512 as RFC 9530 says."),
    CONTENT_DIGEST_MISMATCH(
            400,
            "Content-Digest 与收到的内容不符，请对实际发送的字节计算摘要。",
            "Content-Digest does not match the body; compute it over the bytes you send.");

    private final ErrorText text;

    SignatureError(int httpStatus, String zh, String en) {
        this.text = new ErrorText(ErrorCategory.USER, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
