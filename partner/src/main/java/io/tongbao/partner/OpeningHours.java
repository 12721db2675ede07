package io.tongbao.partner;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * When a partner takes instructions: each day from {@code opens} to {@code closes} (exclusive) in its zone; over midnight when
 * {@code closes} is before {@code opens}, always when both are equal.
 */
public record OpeningHours(LocalTime opens, LocalTime closes, ZoneId zone) {

    public static final OpeningHours ALWAYS =
            new OpeningHours(LocalTime.MIN, LocalTime.MIN, ZoneId.of("Asia/Shanghai"));

    /** Reads {@code 08:00-22:30}; zone as given. */
    public static OpeningHours parse(String written, ZoneId zone) {
        int dash = written.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("hours are written 08:00-22:30");
        }
        return new OpeningHours(
                LocalTime.parse(written.substring(0, dash).strip()),
                LocalTime.parse(written.substring(dash + 1).strip()),
                zone);
    }

    public boolean isOpen(Instant at) {
        if (opens.equals(closes)) {
            return true;
        }
        LocalTime now = at.atZone(zone).toLocalTime();
        return opens.isBefore(closes)
                ? !now.isBefore(opens) && now.isBefore(closes)
                : !now.isBefore(opens) || now.isBefore(closes);
    }
}
