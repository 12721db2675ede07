package io.tongbao.credential;

import java.time.Duration;

/**
 * How long a session lives.
 *
 * @param idle without use, 2 min to {@code absolute}
 * @param absolute whatever happens, at most 90 days
 */
public record SessionPolicy(Duration idle, Duration absolute) {

    /** Half an hour without use, twelve hours at most (NIST SP 800-63B AAL2). */
    public static final SessionPolicy CUSTOMER = new SessionPolicy(Duration.ofMinutes(30), Duration.ofHours(12));

    /** A quarter of an hour without use, eight hours at most. */
    public static final SessionPolicy STAFF = new SessionPolicy(Duration.ofMinutes(15), Duration.ofHours(8));

    public SessionPolicy {
        if (idle.toMinutes() < 2 || idle.compareTo(absolute) > 0 || absolute.toDays() > 90) {
            throw new IllegalArgumentException("a session is idle for 2 min at least and lives for 90 days at most");
        }
    }
}
