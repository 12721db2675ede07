package io.tongbao.bank.file;

import io.tongbao.bank.file.format.BatchGroup;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A batch as the database knows it.
 *
 * @param digest of its file
 */
record StoredBatch(
        long number,
        LocalDate day,
        BatchGroup group,
        int rowCount,
        long totalMinor,
        byte[] digest,
        boolean answered,
        Instant cutAt) {

    private static final Pattern NAME = Pattern.compile("TB[0-9]{8}-([0-9]{6,12})");

    /** {@code TB20260301-000001}: unique at the bank, since numbers count on for ever. */
    String name() {
        return name(day, number);
    }

    static String name(LocalDate day, long number) {
        return "TB" + day.format(DateTimeFormatter.BASIC_ISO_DATE) + "-" + "%06d".formatted(number);
    }

    /** The number in a batch's name; empty when it is no name of ours. */
    static OptionalLong numberIn(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
