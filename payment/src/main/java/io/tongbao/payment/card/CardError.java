package io.tongbao.payment.card;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** Errors of bank cards. Names are stable: they are part of the API. */
public enum CardError implements ErrorCode {
    CARD_NUMBER_INVALID(422, "银行卡号不正确，请核对后重新输入。", "The card number is not valid; check it and type it again."),
    CARD_NOT_SUPPORTED(422, "暂不支持该银行或该类银行卡，请换一张卡。", "Cards of this bank or kind are not supported; use another card."),
    CARD_DETAILS_MISSING(
            422,
            "缺少绑卡所需的信息（姓名、证件号、预留手机号，信用卡还需有效期和安全码），请补充。",
            "Binding needs name, ID number and the phone the bank holds, and for credit cards expiry and security"
                    + " code; add them."),
    CARD_HOLDER_MISMATCH(
            422,
            "只能绑定本人名下的银行卡，请使用与实名信息一致的卡。",
            "Only cards in your own verified name can be bound; use a card of your own."),
    CARD_ALREADY_BOUND(409, "该银行卡已绑定，请在卡列表中查看。", "This card is bound already; see your list of cards."),
    CARD_BOUND_ELSEWHERE(
            409,
            "该银行卡已绑定到其他账户，请先在原账户解绑或联系客服。",
            "This card is bound to another account; unbind it there or ask support."),
    TOO_MANY_CARDS(409, "最多可绑定 20 张银行卡，请先解绑不用的卡。", "At most 20 cards can be bound; unbind one first."),
    CARD_TRIES_USED_UP(429, "绑卡尝试次数过多，请稍后再试。", "Too many attempts to bind cards; try again later."),
    CARD_KEY_REUSED(
            409, "该请求编号已用于绑定另一张卡，请使用新的编号。", "This idempotency key was used to bind another card; use a new key."),
    CARD_NOT_FOUND(404, "没有找到该银行卡，请查看卡列表。", "There is no such card; see your list of cards."),
    CARD_NOT_WAITING(
            409, "该绑卡申请不在等待确认的状态，请重新绑定。", "This binding does not wait for a confirmation; bind the card again."),
    CARD_NOT_ACTIVE(409, "该银行卡未绑定或已解绑，请换一张卡。", "This card is not bound any more; use another card."),
    CARD_EXPIRED(422, "该银行卡已过有效期，请绑定新卡。", "This card has expired; bind the new one."),
    CARD_ORDER_INVALID(
            400,
            "排序必须恰好包含所有已绑定的银行卡，请刷新列表后重试。",
            "The order must name every bound card exactly once; read the list and try again.");

    private final ErrorText text;

    CardError(int httpStatus, String zh, String en) {
        this.text = new ErrorText(ErrorCategory.USER, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
