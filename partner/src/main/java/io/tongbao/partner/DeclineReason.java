package io.tongbao.partner;

/** Why a partner refused, in our words; adapters map their partners' codes to these. */
public enum DeclineReason {
    INSUFFICIENT_FUNDS,
    /** Above the partner's own limit per payment, day or month. */
    OVER_LIMIT,
    /** Card, account or number unknown, closed or not of this kind. */
    NO_SUCH_ACCOUNT,
    EXPIRED_CARD,
    /** Lost, stolen, blocked, frozen. */
    BLOCKED,
    /** Name, ID number, phone or security code do not fit. */
    DETAILS_DO_NOT_MATCH,
    /** The bank's one-time code is wrong or too old. */
    WRONG_CODE,
    /** The customer's agreement with the partner is missing or ended. */
    NO_AGREEMENT,
    /** The subscriber is in arrears or barred from buying. */
    BARRED,
    SUSPECTED_FRAUD,
    /** The partner is closed at this hour. */
    CLOSED,
    /** Not offered for this card, number or amount. */
    NOT_PERMITTED,
    /** The original to refund or reverse is not there, or is used up. */
    ORIGINAL_NOT_REFUNDABLE,
    /** The partner knows this id with another content: ours is wrong. */
    ID_REUSED,
    /** It was reversed before it arrived; a late original is refused with this. */
    REVERSED,
    OTHER
}
