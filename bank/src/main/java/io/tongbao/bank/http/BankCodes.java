package io.tongbao.bank.http;

import io.tongbao.partner.DeclineReason;
import java.util.Map;

/** The bank's response codes (ISO 8583 field 39, as Chinese banks use them) in our words. */
final class BankCodes {

    private static final Map<String, DeclineReason> REASONS = Map.ofEntries(
            Map.entry("12", DeclineReason.ID_REUSED),
            Map.entry("14", DeclineReason.NO_SUCH_ACCOUNT),
            Map.entry("15", DeclineReason.NO_SUCH_ACCOUNT),
            Map.entry("25", DeclineReason.ORIGINAL_NOT_REFUNDABLE),
            Map.entry("33", DeclineReason.EXPIRED_CARD),
            Map.entry("34", DeclineReason.SUSPECTED_FRAUD),
            Map.entry("36", DeclineReason.BLOCKED),
            Map.entry("41", DeclineReason.BLOCKED),
            Map.entry("42", DeclineReason.NO_SUCH_ACCOUNT),
            Map.entry("43", DeclineReason.BLOCKED),
            Map.entry("51", DeclineReason.INSUFFICIENT_FUNDS),
            Map.entry("54", DeclineReason.EXPIRED_CARD),
            Map.entry("55", DeclineReason.WRONG_CODE),
            Map.entry("57", DeclineReason.NOT_PERMITTED),
            Map.entry("58", DeclineReason.NOT_PERMITTED),
            Map.entry("59", DeclineReason.SUSPECTED_FRAUD),
            Map.entry("61", DeclineReason.OVER_LIMIT),
            Map.entry("62", DeclineReason.BLOCKED),
            Map.entry("63", DeclineReason.DETAILS_DO_NOT_MATCH),
            Map.entry("64", DeclineReason.ORIGINAL_NOT_REFUNDABLE),
            Map.entry("65", DeclineReason.OVER_LIMIT),
            Map.entry("78", DeclineReason.BARRED),
            Map.entry("90", DeclineReason.CLOSED),
            Map.entry("94", DeclineReason.REVERSED),
            Map.entry("R1", DeclineReason.NO_AGREEMENT));

    private BankCodes() {}

    static DeclineReason reason(String code) {
        return REASONS.getOrDefault(code, DeclineReason.OTHER);
    }
}
