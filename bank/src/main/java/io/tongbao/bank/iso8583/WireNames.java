package io.tongbao.bank.iso8583;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * What an instruction is called on the wire. All of it follows from its id and time, so any node names it alike, also after a crash.
 *
 * @param trace field 11: six digits, never 000000
 * @param time field 7: {@code MMDDhhmmss} in UTC
 * @param reference field 37: twelve of 0–9 and A–Z
 */
record WireNames(String trace, String time, String reference) {

    private static final int REFERENCE_LENGTH = 12;
    private static final int REFERENCE_BITS = 62;

    static WireNames of(UUID id, Instant at) {
        long mixed = mix(id.getMostSignificantBits() ^ mix(id.getLeastSignificantBits()));
        return new WireNames(trace(mix(mixed)), time(at), reference(mixed));
    }

    static String trace(long number) {
        return digits(1 + Long.remainderUnsigned(number, 999_999), 6);
    }

    static String time(Instant at) {
        ZonedDateTime utc = at.atZone(ZoneOffset.UTC);
        return two(utc.getMonthValue()) + two(utc.getDayOfMonth()) + clock(utc);
    }

    /** Field 12, {@code hhmmss} at the bank. */
    static String localTime(Instant at, ZoneId zone) {
        return clock(at.atZone(zone));
    }

    /** Field 13, {@code MMDD} at the bank. */
    static String localDate(Instant at, ZoneId zone) {
        ZonedDateTime local = at.atZone(zone);
        return two(local.getMonthValue()) + two(local.getDayOfMonth());
    }

    private static String clock(ZonedDateTime time) {
        return two(time.getHour()) + two(time.getMinute()) + two(time.getSecond());
    }

    private static String two(int number) {
        return "" + (char) ('0' + number / 10) + (char) ('0' + number % 10);
    }

    private static String reference(long mixed) {
        String number =
                Long.toString(mixed >>> (Long.SIZE - REFERENCE_BITS), 36).toUpperCase(Locale.ROOT);
        String last =
                number.length() > REFERENCE_LENGTH ? number.substring(number.length() - REFERENCE_LENGTH) : number;
        return "0".repeat(REFERENCE_LENGTH - last.length()) + last;
    }

    static String digits(long number, int length) {
        String written = Long.toString(number);
        return "0".repeat(length - written.length()) + written;
    }

    /** Stafford's mixer 13: every bit of the id has a say in every digit. */
    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    static String hex(UUID id) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(id.getMostSignificantBits()) + hex.toHexDigits(id.getLeastSignificantBits());
    }
}
