package io.tongbao.bank.sandbox;

import io.tongbao.partner.DeclineReason;
import java.util.Map;

/** The sandbox bank's response codes: those of ISO 8583 field 39 as Chinese banks use them. All faces speak them. */
public final class BookCodes {

    public static final String OK = "00";
    public static final String ID_REUSED = "12";
    public static final String BAD_AMOUNT = "13";
    public static final String NO_SUCH_ACCOUNT = "14";
    /** The original is not there, or it is too late to take it back. */
    public static final String NO_ORIGINAL = "25";

    public static final String LOST = "41";
    public static final String INSUFFICIENT_FUNDS = "51";
    public static final String EXPIRED = "54";
    public static final String WRONG_CODE = "55";
    public static final String NOT_PERMITTED = "57";
    public static final String SUSPECTED_FRAUD = "59";
    public static final String OVER_LIMIT = "61";
    public static final String FROZEN = "62";
    public static final String DETAILS_DIFFER = "63";
    /** More would be refunded than was paid. */
    public static final String ORIGINAL_AMOUNT = "64";

    public static final String BARRED = "78";
    public static final String CLOSED = "90";
    /** It was reversed before it arrived. */
    public static final String REVERSED = "94";

    public static final String SYSTEM_ERROR = "96";
    public static final String NO_AGREEMENT = "R1";
    public static final String OTHER = "05";

    /** One code for each reason; the scripts' {@code DECLINE} takes them. */
    private static final Map<DeclineReason, String> BY_REASON = Map.ofEntries(
            Map.entry(DeclineReason.INSUFFICIENT_FUNDS, INSUFFICIENT_FUNDS),
            Map.entry(DeclineReason.OVER_LIMIT, OVER_LIMIT),
            Map.entry(DeclineReason.NO_SUCH_ACCOUNT, NO_SUCH_ACCOUNT),
            Map.entry(DeclineReason.EXPIRED_CARD, EXPIRED),
            Map.entry(DeclineReason.BLOCKED, FROZEN),
            Map.entry(DeclineReason.DETAILS_DO_NOT_MATCH, DETAILS_DIFFER),
            Map.entry(DeclineReason.WRONG_CODE, WRONG_CODE),
            Map.entry(DeclineReason.NO_AGREEMENT, NO_AGREEMENT),
            Map.entry(DeclineReason.BARRED, BARRED),
            Map.entry(DeclineReason.SUSPECTED_FRAUD, SUSPECTED_FRAUD),
            Map.entry(DeclineReason.CLOSED, CLOSED),
            Map.entry(DeclineReason.NOT_PERMITTED, NOT_PERMITTED),
            Map.entry(DeclineReason.ORIGINAL_NOT_REFUNDABLE, NO_ORIGINAL),
            Map.entry(DeclineReason.ID_REUSED, ID_REUSED),
            Map.entry(DeclineReason.REVERSED, REVERSED),
            Map.entry(DeclineReason.OTHER, OTHER));

    private BookCodes() {}

    public static String of(DeclineReason reason) {
        return BY_REASON.getOrDefault(reason, OTHER);
    }
}
