package io.tongbao.payment.funding;

import io.tongbao.partner.PartnerId;
import io.tongbao.partner.guard.Switches;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Staff's switches and weights, kept in the database and seen by every node within a second. Thread-safe. */
public final class PartnerSwitches implements Switches {

    /** A partner without a row. */
    public static final int DEFAULT_WEIGHT = 100;

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private volatile Sheet sheet = new Sheet(Instant.MIN, Map.of());

    /**
     * As stored.
     *
     * @param version 0 without a row; grows with each change
     */
    public record Setting(boolean on, int weight, int version) {
        private static final Setting DEFAULT = new Setting(true, DEFAULT_WEIGHT, 0);
    }

    private record Sheet(Instant readAt, Map<String, Setting> settings) {}

    public PartnerSwitches(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public boolean on(PartnerId partner) {
        return cached(partner).on();
    }

    @Override
    public int weight(PartnerId partner) {
        return cached(partner).weight();
    }

    /** As stored now. */
    public Setting setting(PartnerId partner) {
        return read().getOrDefault(partner.value(), Setting.DEFAULT);
    }

    /**
     * Changes it, in the caller's transaction where there is one.
     *
     * @param weight 0 to 1000
     * @param by who, for the record
     */
    public void set(PartnerId partner, boolean on, int weight, String by, String reason) {
        if (weight < 0 || weight > 1000) {
            throw new IllegalArgumentException("weight: 0 to 1000");
        }
        jdbc.sql("""
                        INSERT INTO payment.partner_switch AS s
                            (partner, is_on, weight, version, changed_at, changed_by, reason)
                        VALUES (?, ?, ?, 1, ?, ?, ?)
                        ON CONFLICT (partner) DO UPDATE SET is_on = excluded.is_on, weight = excluded.weight,
                            version = s.version + 1, changed_at = excluded.changed_at,
                            changed_by = excluded.changed_by, reason = excluded.reason""")
                .param(partner.value())
                .param(on)
                .param(weight)
                .param(Timestamp.from(clock.instant()))
                .param(by)
                .param(reason)
                .update();
        sheet = new Sheet(Instant.MIN, Map.of());
    }

    private Setting cached(PartnerId partner) {
        Sheet known = sheet;
        Instant now = clock.instant();
        if (known.readAt().plus(FRESH).isBefore(now)) {
            known = new Sheet(now, read());
            sheet = known;
        }
        return known.settings().getOrDefault(partner.value(), Setting.DEFAULT);
    }

    private Map<String, Setting> read() {
        return jdbc
                .sql("SELECT partner, is_on, weight, version FROM payment.partner_switch")
                .query((row, n) ->
                        Map.entry(row.getString(1), new Setting(row.getBoolean(2), row.getInt(3), row.getInt(4))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
