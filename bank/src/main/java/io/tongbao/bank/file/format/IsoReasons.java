package io.tongbao.bank.file.format;

import io.tongbao.partner.DeclineReason;
import java.util.Map;

/** ISO 20022 external status reasons in our words; banks that answer with ISO 8583 response codes are understood too. */
final class IsoReasons {

    private static final Map<String, DeclineReason> REASONS = Map.ofEntries(
            Map.entry("AM04", DeclineReason.INSUFFICIENT_FUNDS),
            Map.entry("AM02", DeclineReason.OVER_LIMIT),
            Map.entry("AM13", DeclineReason.OVER_LIMIT),
            Map.entry("AM14", DeclineReason.OVER_LIMIT),
            Map.entry("AM21", DeclineReason.OVER_LIMIT),
            Map.entry("AC01", DeclineReason.NO_SUCH_ACCOUNT),
            Map.entry("AC04", DeclineReason.NO_SUCH_ACCOUNT),
            Map.entry("AC06", DeclineReason.BLOCKED),
            Map.entry("BE01", DeclineReason.DETAILS_DO_NOT_MATCH),
            Map.entry("MD01", DeclineReason.NO_AGREEMENT),
            Map.entry("MD07", DeclineReason.NO_SUCH_ACCOUNT),
            Map.entry("AG01", DeclineReason.NOT_PERMITTED),
            Map.entry("AG02", DeclineReason.NOT_PERMITTED),
            Map.entry("ARDT", DeclineReason.ORIGINAL_NOT_REFUNDABLE),
            Map.entry("NOOR", DeclineReason.ORIGINAL_NOT_REFUNDABLE),
            Map.entry("FRAD", DeclineReason.SUSPECTED_FRAUD),
            Map.entry("CUST", DeclineReason.REVERSED));

    private IsoReasons() {}

    static DeclineReason reason(String code) {
        DeclineReason known = REASONS.get(code);
        return known == null ? ResponseCodes.reason(code) : known;
    }
}
