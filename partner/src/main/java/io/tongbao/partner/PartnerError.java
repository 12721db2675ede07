package io.tongbao.partner;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** What payers and providers are told when a partner refuses or cannot be reached. Names are stable: they are part of the API. */
public enum PartnerError implements ErrorCode {
    SOURCE_INSUFFICIENT_FUNDS(
            ErrorCategory.USER,
            422,
            "银行卡或话费余额不足，请换一种付款方式。",
            "The card or phone account lacks the funds; choose another source."),
    SOURCE_OVER_LIMIT(
            ErrorCategory.USER,
            422,
            "超过了发卡行或运营商的限额，请减小金额或换一种付款方式。",
            "Above the limit of the bank or carrier; pay less or choose another source."),
    SOURCE_NOT_USABLE(
            ErrorCategory.USER,
            422,
            "该银行卡或号码不可用（已过期、冻结或注销），请换一种付款方式。",
            "The card or number cannot be used (expired, blocked or closed); choose another source."),
    SOURCE_DETAILS_DO_NOT_MATCH(
            ErrorCategory.USER,
            422,
            "信息与发卡行或运营商预留的不一致，请核对后重试。",
            "The details differ from those the bank or carrier holds; check them and try again."),
    SOURCE_CODE_WRONG(
            ErrorCategory.USER, 422, "银行验证码错误或已失效，请重新获取。", "The bank's code is wrong or too old; ask for a new one."),
    SOURCE_AGREEMENT_MISSING(
            ErrorCategory.USER,
            422,
            "该付款方式未签约或已解约，请重新绑定。",
            "There is no agreement for this source any more; bind it again."),
    SOURCE_REFUSED(
            ErrorCategory.PARTNER,
            422,
            "发卡行或运营商拒绝了本次交易，请换一种付款方式或联系发卡行。",
            "The bank or carrier refused; choose another source or ask the bank."),
    PARTNER_UNAVAILABLE(
            ErrorCategory.PARTNER,
            503,
            "该银行或运营商暂时无法使用，没有扣款，请稍后再试或换一种付款方式。",
            "This bank or carrier cannot be used at the moment; nothing was charged; try later or choose another source."),
    PARTNER_CLOSED(
            ErrorCategory.PARTNER,
            503,
            "该银行或运营商现在不在营业时间，没有扣款，请换一种付款方式。",
            "This bank or carrier is closed at this hour; nothing was charged; choose another source."),
    PARTNER_NOT_OFFERED(
            ErrorCategory.USER,
            422,
            "该银行或运营商不提供此项服务，请换一种付款方式。",
            "This bank or carrier does not offer that; choose another source.");

    private final ErrorText text;

    PartnerError(ErrorCategory category, int httpStatus, String zh, String en) {
        this.text = new ErrorText(category, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }

    /** What a payer is told when the instruction ended without money moving. */
    public static PartnerError of(PartnerAnswer.Final refused) {
        return switch (refused) {
            case PartnerAnswer.Done done -> throw new IllegalArgumentException("not refused");
            case PartnerAnswer.Declined(DeclineReason reason, String code) -> of(reason);
            case PartnerAnswer.NotSent(PartnerAnswer.Outage why) ->
                switch (why) {
                    case CLOSED -> PARTNER_CLOSED;
                    case NOT_OFFERED -> PARTNER_NOT_OFFERED;
                    case NOT_CONNECTED, SWITCHED_OFF, BREAKER_OPEN, TOO_MANY_CALLS -> PARTNER_UNAVAILABLE;
                };
        };
    }

    private static PartnerError of(DeclineReason reason) {
        return switch (reason) {
            case INSUFFICIENT_FUNDS -> SOURCE_INSUFFICIENT_FUNDS;
            case OVER_LIMIT -> SOURCE_OVER_LIMIT;
            case NO_SUCH_ACCOUNT, EXPIRED_CARD, BLOCKED, BARRED -> SOURCE_NOT_USABLE;
            case DETAILS_DO_NOT_MATCH -> SOURCE_DETAILS_DO_NOT_MATCH;
            case WRONG_CODE -> SOURCE_CODE_WRONG;
            case NO_AGREEMENT -> SOURCE_AGREEMENT_MISSING;
            case CLOSED -> PARTNER_CLOSED;
            case NOT_PERMITTED -> PARTNER_NOT_OFFERED;
            case REVERSED -> PARTNER_UNAVAILABLE;
            case SUSPECTED_FRAUD, ORIGINAL_NOT_REFUNDABLE, ID_REUSED, OTHER -> SOURCE_REFUSED;
        };
    }
}
