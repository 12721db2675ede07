package io.tongbao.credential;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Places from which a target has been right not too long ago. */
final class KnownPlaces {

    /** How long a place stays known without being right again. */
    static final Duration KNOWN_FOR = Duration.ofDays(90);

    /** So that the guesses of all known places together stay few. */
    static final int MOST = 20;

    /** A place that is right all day writes once. */
    private static final Duration REFRESHED_EACH = Duration.ofDays(1);

    private final JdbcClient jdbc;

    KnownPlaces(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /** A known place and when it was last right. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Known(byte[] key, Instant lastRight) {

        boolean isStale(Instant now) {
            return lastRight.plus(REFRESHED_EACH).isBefore(now);
        }
    }

    /** Those of {@code keys} that are known, in the order given. */
    List<Known> known(List<byte[]> keys, Instant now) {
        List<Known> found = jdbc.sql(
                        "SELECT key, last_right FROM credential.known_place WHERE key IN (:keys) AND last_right > :after")
                .param("keys", keys, Types.BINARY)
                .param("after", Micros.sql(now.minus(KNOWN_FOR)))
                .query((row, n) -> new Known(
                        row.getBytes(1),
                        row.getObject(2, java.time.OffsetDateTime.class).toInstant()))
                .list();
        return keys.stream()
                .flatMap(key -> found.stream().filter(known -> Arrays.equals(known.key(), key)))
                .toList();
    }

    /** Remembers places of a target; the longest unused ones beyond {@link #MOST} are forgotten. */
    void remember(byte[] target, List<byte[]> keys, Instant now) {
        for (byte[] key : keys) {
            jdbc.sql("""
                            INSERT INTO credential.known_place (key, target, last_right) VALUES (?, ?, ?)
                            ON CONFLICT (key) DO UPDATE SET last_right = EXCLUDED.last_right
                            """).param(key).param(target).param(Micros.sql(now)).update();
        }
        jdbc.sql("""
                        DELETE FROM credential.known_place WHERE key IN (
                            SELECT key FROM credential.known_place WHERE target = ? ORDER BY last_right DESC, key OFFSET ?)
                        """).param(target).param(MOST).update();
    }

    /** Forgets all places of a target. */
    void forget(byte[] target) {
        jdbc.sql("DELETE FROM credential.known_place WHERE target = ?")
                .param(target)
                .update();
    }

    int purge(Instant now) {
        return jdbc.sql("DELETE FROM credential.known_place WHERE last_right < ?")
                .param(Micros.sql(now.minus(KNOWN_FOR)))
                .update();
    }
}
