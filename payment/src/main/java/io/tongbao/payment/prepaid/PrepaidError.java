package io.tongbao.payment.prepaid;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** Errors of prepaid cards. Names are stable: they are part of the API. */
public enum PrepaidError implements ErrorCode {
    PREPAID_NOT_FOUND(404, "没有找到该预付卡，请检查卡号。", "There is no such prepaid card; check its number."),
    PREPAID_SECRET_WRONG(422, "卡号或密码错误，请核对后重试。", "Serial or secret is wrong; check both and try again."),
    PREPAID_NOT_ACTIVATED(409, "该预付卡尚未激活，请联系售卡点。", "This prepaid card is not activated yet; ask where it was sold."),
    PREPAID_BLOCKED(409, "该预付卡已挂失或停用，请联系客服换卡。", "This prepaid card is blocked; ask support for a replacement."),
    PREPAID_EXPIRED(409, "该预付卡已过有效期，请联系客服换卡。", "This prepaid card has expired; ask support for a replacement."),
    PREPAID_REPLACED(409, "该预付卡已更换，请使用新卡。", "This prepaid card was replaced; use the new one."),
    PREPAID_HELD_BY_ANOTHER(
            409, "该预付卡已由其他账户持有。如有疑问请联系客服。", "Another account holds this prepaid card; ask support if that is wrong."),
    PREPAID_NOT_FOR_THIS_PROVIDER(
            422, "该预付卡不能在此商户或业务使用，请换一种付款方式。", "This prepaid card is not good here; choose another source."),
    PREPAID_LOADS_NO_WALLET(
            422, "该预付卡不能转入钱包，请直接用于付款。", "This prepaid card cannot load a wallet; pay with it directly."),
    PREPAID_EMPTY(422, "该预付卡没有余额。请使用其他卡。", "Nothing is left on this prepaid card; use another one."),
    PREPAID_PRODUCT_NOT_FOUND(404, "没有找到该预付卡产品，请检查编号。", "There is no such prepaid product; check its id."),
    PREPAID_PRODUCT_INVALID(400, "产品参数不正确，请按提示更正。", "The product is not valid; correct what is named."),
    PREPAID_KEY_REUSED(409, "该请求编号已用于另一个产品，请使用新的编号。", "This idempotency key made another product; use a new key."),
    PREPAID_FACE_NOT_OFFERED(422, "该产品没有此面值，请选择产品的面值。", "The product has no such face value; choose one of its own."),
    PREPAID_RECIPIENT_INVALID(
            422,
            "收件人证书无效：需在有效期内的 X.509 证书，RSA 2048 位以上或 EC。请更换证书。",
            "The recipient's certificate is not usable: a valid X.509 certificate with RSA of 2048 bits or more, or"
                    + " EC; send another."),
    PREPAID_BATCH_NOT_FOUND(404, "没有找到该批次，请检查编号。", "There is no such batch; check its id."),
    PREPAID_BATCH_NOT_PRINTED(409, "该批次尚未制卡，请先导出卡密文件。", "This batch is not printed yet; export its file first."),
    PREPAID_REPLACEMENT_INVALID(
            422, "新卡必须是同一产品且未激活的卡，请另取一张。", "The new card must be of the same product and not activated; take another."),
    PREPAID_BUSY(409, "该预付卡正在被其他请求更改，请稍后重试。", "The prepaid card is being changed by another request; try again.");

    private final ErrorText text;

    PrepaidError(int httpStatus, String zh, String en) {
        this.text = new ErrorText(ErrorCategory.USER, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
