package io.tongbao.bank.file.format;

import io.tongbao.partner.DeclineReason;

/** ISO 8583 response codes, field 39, in our words. */
final class ResponseCodes {

    private ResponseCodes() {}

    static DeclineReason reason(String code) {
        return switch (code) {
            case "51" -> DeclineReason.INSUFFICIENT_FUNDS;
            case "61", "65" -> DeclineReason.OVER_LIMIT;
            case "14", "15", "42", "52", "53", "56" -> DeclineReason.NO_SUCH_ACCOUNT;
            case "33", "54" -> DeclineReason.EXPIRED_CARD;
            case "36", "41", "43", "62" -> DeclineReason.BLOCKED;
            case "63", "82" -> DeclineReason.DETAILS_DO_NOT_MATCH;
            case "55" -> DeclineReason.WRONG_CODE;
            case "R1" -> DeclineReason.NO_AGREEMENT;
            case "78" -> DeclineReason.BARRED;
            case "34", "59" -> DeclineReason.SUSPECTED_FRAUD;
            case "57", "58" -> DeclineReason.NOT_PERMITTED;
            case "25", "64", "76" -> DeclineReason.ORIGINAL_NOT_REFUNDABLE;
            case "90" -> DeclineReason.CLOSED;
            case "12" -> DeclineReason.ID_REUSED;
            case "94" -> DeclineReason.REVERSED;
            default -> DeclineReason.OTHER;
        };
    }
}
