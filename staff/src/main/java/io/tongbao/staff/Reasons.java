package io.tongbao.staff;

import io.tongbao.kernel.Refused;

/** The reasons staff give: kept for good, so they are there and readable. */
final class Reasons {

    private static final int SHORTEST = 3;
    private static final int LONGEST = 500;

    private Reasons() {}

    /**
     * The text without blanks around it.
     *
     * @throws Refused {@link StaffError#REASON_REQUIRED}
     */
    static String require(String text) {
        String reason = text.strip();
        if (reason.length() < SHORTEST
                || reason.length() > LONGEST
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(StaffError.REASON_REQUIRED);
        }
        return reason;
    }
}
