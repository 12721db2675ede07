package io.tongbao.credential;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times as PostgreSQL keeps them: whole microseconds. */
final class Micros {

    private static final long PER_SECOND = 1_000_000L;

    private Micros() {}

    static Instant now(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    static long of(Instant time) {
        return time.getEpochSecond() * PER_SECOND + time.getNano() / 1_000;
    }

    static Instant at(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** As a statement's parameter. */
    static OffsetDateTime sql(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    static OffsetDateTime sql(long micros) {
        return sql(at(micros));
    }
}
