package io.tongbao.customer;

import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PINs that a thief tries first. Pure; refuses with the reason: {@link CustomerError#PIN_REPEATS}, {@link
 * CustomerError#PIN_RUN}, {@link CustomerError#PIN_PHONE_NUMBER}, {@link CustomerError#PIN_IDENTITY_NUMBER}, {@link
 * CustomerError#PIN_COMMON}, {@link CustomerError#PIN_BIRTHDAY}.
 */
final class WeakPin {

    private static final int MIN_DISTINCT = 3;

    /** Not runs, repeats or dates, and still in every list: shapes on the keypad and numbers that sound like words. */
    private static final Set<String> COMMON = Set.of(
            "147258", "258369", "159357", "357159", "147852", "258456", "159753", "520131", "521314", "201314",
            "131452", "168168", "147369", "789456", "456123", "159159", "110120", "119110", "584520", "520530");

    private WeakPin() {}

    /**
     * @param identityNumber when known; null otherwise
     * @throws Refused with the first reason found
     */
    static void refuse(Pin pin, @Nullable Msisdn msisdn, @Nullable String identityNumber) {
        @Nullable CustomerError reason = reason(pin.digits(), msisdn, identityNumber);
        if (reason != null) {
            throw new Refused(reason);
        }
    }

    private static @Nullable CustomerError reason(
            byte[] digits, @Nullable Msisdn msisdn, @Nullable String identityNumber) {
        StringBuilder text = new StringBuilder(Pin.LENGTH);
        for (byte digit : digits) {
            text.append((char) digit);
        }
        String pin = text.toString();
        if (pin.chars().distinct().count() < MIN_DISTINCT
                || pin.substring(0, 3).equals(pin.substring(3))
                || (pin.substring(0, 2).equals(pin.substring(2, 4))
                        && pin.substring(2, 4).equals(pin.substring(4)))
                || pairs(pin)) {
            return CustomerError.PIN_REPEATS;
        }
        if (isRun(pin)) {
            return CustomerError.PIN_RUN;
        }
        if (msisdn != null && msisdn.e164().contains(pin)) {
            return CustomerError.PIN_PHONE_NUMBER;
        }
        if (identityNumber != null && identityNumber.contains(pin)) {
            return CustomerError.PIN_IDENTITY_NUMBER;
        }
        if (COMMON.contains(pin)) {
            return CustomerError.PIN_COMMON;
        }
        return looksLikeDate(pin) ? CustomerError.PIN_BIRTHDAY : null;
    }

    /** 112233, and the like. */
    private static boolean pairs(String pin) {
        return pin.charAt(0) == pin.charAt(1) && pin.charAt(2) == pin.charAt(3) && pin.charAt(4) == pin.charAt(5);
    }

    /** The same step between all digits, around the end of the keypad too: 123456, 987654, 135791, 890123. */
    private static boolean isRun(String pin) {
        int step = Math.floorMod(pin.charAt(1) - pin.charAt(0), 10);
        for (int i = 2; i < pin.length(); i++) {
            if (Math.floorMod(pin.charAt(i) - pin.charAt(i - 1), 10) != step) {
                return false;
            }
        }
        return true;
    }

    /** Year, month, day in two digits each, in the orders people write them, or a year of this or the last century and a month. */
    private static boolean looksLikeDate(String pin) {
        int a = Integer.parseInt(pin.substring(0, 2));
        int b = Integer.parseInt(pin.substring(2, 4));
        int c = Integer.parseInt(pin.substring(4));
        int year = a * 100 + b;
        return isDate(a, b, c)
                || isDate(c, b, a)
                || isDate(c, a, b)
                || (year >= 1930 && year <= 2029 && c >= 1 && c <= 12);
    }

    private static boolean isDate(int year, int month, int day) {
        try {
            // 2000 is a leap year, so 29 February passes for any year.
            LocalDate.of(year % 4 == 0 ? 2000 : 2001, month, day);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
