package io.tongbao.vault;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All data keys, by purpose and version. Opens none of them. */
public final class ListKeys {

    private final JdbcClient jdbc;
    private final InstantSource clock;

    private record Row(
            KeyPurpose purpose,
            int version,
            String kekId,
            Instant createdAt,
            Instant activeAt,
            @Nullable Instant retiredAt) {}

    public ListKeys(DataSource database, InstantSource clock) {
        this.jdbc = JdbcClient.create(database);
        this.clock = clock;
    }

    public List<KeyInfo> execute() {
        Instant now = clock.instant();
        List<Row> rows = jdbc.sql(
                        "SELECT purpose, version, kek_id, created_at, active_at, retired_at FROM vault.data_key"
                                + " ORDER BY purpose, version")
                .query((row, n) -> new Row(
                        KeyPurpose.ofWord(row.getString(1)),
                        row.getInt(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        row.getObject(5, OffsetDateTime.class).toInstant(),
                        instant(row.getObject(6, OffsetDateTime.class))))
                .list();
        Map<KeyPurpose, Integer> current = new EnumMap<>(KeyPurpose.class);
        for (Row row : rows) {
            if (row.retiredAt() == null && !row.activeAt().isAfter(now)) {
                current.put(row.purpose(), row.version());
            }
        }
        List<KeyInfo> keys = new ArrayList<>(rows.size());
        for (Row row : rows) {
            KeyState state;
            if (row.retiredAt() != null) {
                state = KeyState.RETIRED;
            } else if (row.activeAt().isAfter(now)) {
                state = KeyState.PENDING;
            } else {
                state = Integer.valueOf(row.version()).equals(current.get(row.purpose()))
                        ? KeyState.CURRENT
                        : KeyState.OLD;
            }
            keys.add(new KeyInfo(
                    row.purpose(),
                    row.version(),
                    state,
                    row.kekId(),
                    row.createdAt(),
                    row.activeAt(),
                    row.retiredAt()));
        }
        return keys;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
