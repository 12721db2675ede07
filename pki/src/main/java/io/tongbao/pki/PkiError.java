package io.tongbao.pki;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** Errors of certificates: asking for them, using them, trusting those of others. */
public enum PkiError implements ErrorCode {
    CSR_MALFORMED(
            400,
            "证书申请格式不正确，请提交 PEM 格式的 PKCS#10 申请。",
            "The certificate request is malformed; send a PKCS#10 request in PEM."),
    CSR_TOO_LARGE(
            413,
            "证书申请过大，请只提交一个不超过 12 KB 的申请。",
            "The certificate request is too large; send one request of at most 12 KB."),
    CSR_SIGNATURE_WRONG(
            400,
            "证书申请的签名不符，请用申请中公钥对应的私钥重新签名（SM2 须用默认标识 1234567812345678）。",
            "The request's signature does not match its key; sign it with that key (SM2: with the id 1234567812345678)."),
    CSR_KEY_NOT_ALLOWED(
            400,
            "不支持该密钥类型，请使用 P-256、Ed25519、SM2 或 RSA 密钥。",
            "This kind of key is not accepted; use P-256, Ed25519, SM2 or RSA."),
    CSR_KEY_TOO_WEAK(
            400,
            "密钥强度不足，请使用 2048 至 4096 位、指数不小于 65537 的 RSA 密钥，并用 SHA-256 以上签名。",
            "The key or its signature is too weak; use RSA of 2048 to 4096 bits, exponent 65537 and SHA-256 or better."),
    CSR_SUBJECT_MISMATCH(
            403,
            "申请中的主体不是您本人，请留空 CN 或填写您自己的编号。",
            "The request names another subject; leave the common name out or give your own id."),
    CSR_NAME_NOT_ALLOWED(
            403,
            "申请中含有不允许的备用名称，请删除后重新申请。",
            "The request asks for an alternative name you may not have; remove it and ask again."),
    CSR_AUTHORITY_NOT_ALLOWED(
            403,
            "不签发下级证书机构证书，请删除相应扩展后重新申请。",
            "No certificates for authorities are given here; remove that extension and ask again."),
    CERTIFICATE_KEY_IN_USE(
            409, "该公钥已属于其他主体，请生成新的密钥对。", "This public key belongs to another subject; make a new key pair."),
    CERTIFICATE_KEY_COMPROMISED(
            409,
            "该密钥已因泄露被吊销，请生成新的密钥对。",
            "This key was revoked as compromised and cannot be certified again; make a new key pair."),
    CERTIFICATE_REQUEST_CONFLICT(
            409, "该请求编号已用于另一份证书申请，请更换编号。", "This request id was used for another certificate request; use a new one."),
    CERTIFICATE_LIMIT_REACHED(
            409,
            "证书数量已达上限，请先吊销不用的证书，或明天再申请。",
            "There are as many certificates as allowed; revoke one that is not needed, or ask again tomorrow."),
    CERTIFICATE_UNKNOWN(404, "没有找到该证书，请检查编号。", "There is no such certificate; check its id."),
    CERTIFICATE_REVOKED(401, "证书已被吊销，请更换有效证书。", "The certificate is revoked; use one that is valid."),
    CERTIFICATE_EXPIRED(401, "证书已过期，请续期或更换证书。", "The certificate has expired; renew or replace it."),
    CERTIFICATE_NOT_YET_VALID(401, "证书尚未生效，请稍后再用。", "The certificate is not valid yet; use it from its start on."),
    CERTIFICATE_NOT_TRUSTED(
            403,
            "证书链不受信任，请使用本平台或认可机构签发的证书，并附上中间证书。",
            "The certificate's chain is not trusted; use one of ours or of an accepted authority, with its intermediates."),
    CERTIFICATE_STATUS_UNAVAILABLE(
            ErrorCategory.PARTNER,
            503,
            "暂时无法查询证书的吊销状态，请稍后重试。",
            "The certificate's revocation status cannot be learnt now; try again later."),
    TRUST_ANCHOR_NOT_ALLOWED(
            400,
            "该证书不能作为信任锚，请提交有效的证书机构证书。",
            "This certificate cannot be a trust anchor; give a valid certificate of an authority."),
    AUTHORITY_UNAVAILABLE(
            ErrorCategory.RESOURCE,
            503,
            "该算法的证书机构暂不可用，请稍后重试或联系平台。",
            "No authority of this algorithm can sign now; try again later or contact the operator.");

    private final ErrorText text;

    PkiError(int httpStatus, String zh, String en) {
        this(ErrorCategory.USER, httpStatus, zh, en);
    }

    PkiError(ErrorCategory category, int httpStatus, String zh, String en) {
        this.text = new ErrorText(category, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
