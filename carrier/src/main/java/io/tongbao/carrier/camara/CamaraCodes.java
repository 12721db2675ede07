package io.tongbao.carrier.camara;

import io.tongbao.carrier.camara.CamaraClient.Answer;
import io.tongbao.carrier.json.Json;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.NotSent;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.PartnerAnswer.Unknown;

/** CAMARA's error codes in our words. */
final class CamaraCodes {

    static final String ALREADY_EXISTS = "ALREADY_EXISTS";
    static final String PAYMENT_CONFIRMED = "PAYMENT_CONFIRMED";
    static final String PAYMENT_CANCELLED = "PAYMENT_CANCELLED";

    private CamaraCodes() {}

    /** The code of an error answer without its API's name in front, {@code PAYMENT_DENIED}; empty when there is none to be read. */
    static String code(Answer answer) {
        try {
            String code = Json.text(Json.read(answer.body()), "code").orElse("");
            return code.substring(code.indexOf('.') + 1);
        } catch (Json.Unreadable e) {
            return "";
        }
    }

    /**
     * What an answer other than success means. Only an error that the API itself signed with a code is a refusal; a bare 4xx may be some
     * gateway's, and 5xx says nothing about what was done.
     */
    static PartnerAnswer refused(Answer answer) {
        String code = code(answer);
        int status = answer.status();
        if (status == 429) {
            return new NotSent(Outage.TOO_MANY_CALLS);
        }
        if (status < 400 || status >= 500 || status == 408) {
            return new Unknown(status >= 500 ? Doubt.PARTNER_ERROR : Doubt.UNREADABLE);
        }
        if (code.isEmpty()) {
            return new Unknown(Doubt.UNREADABLE);
        }
        return new Declined(reason(code), code.substring(0, Math.min(32, code.length())));
    }

    static DeclineReason reason(String code) {
        return switch (code) {
            case "UNAUTHORIZED_AMOUNT" -> DeclineReason.INSUFFICIENT_FUNDS;
            case "USER_AMOUNT_THRESHOLD_OVERPASSED" -> DeclineReason.OVER_LIMIT;
            case "IDENTIFIER_NOT_FOUND", "NOT_FOUND" -> DeclineReason.NO_SUCH_ACCOUNT;
            case "PAYMENT_DENIED", "denied" -> DeclineReason.BARRED;
            case "SERVICE_NOT_APPLICABLE", "PERMISSION_DENIED", "NOT_IMPLEMENTED" -> DeclineReason.NOT_PERMITTED;
            case "REFUND_DENIED",
                    "PAYMENT_NOT_ELIGIBLE_FOR_REFUND",
                    "INVALID_PAYMENT_STATUS",
                    PAYMENT_CANCELLED,
                    PAYMENT_CONFIRMED -> DeclineReason.ORIGINAL_NOT_REFUNDABLE;
            case ALREADY_EXISTS -> DeclineReason.ID_REUSED;
            case "REVERSED" -> DeclineReason.REVERSED;
            case "CLOSED" -> DeclineReason.CLOSED;
            default -> DeclineReason.OTHER;
        };
    }
}
