package io.tongbao.merchant;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Keeps one partition per UTC day of a table partitioned by a bigint of microseconds since 1970: made ahead of time, dropped
 * when older than the policy. Safe on many nodes; call it at start and then every hour.
 */
public final class DailyPartitions {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final int DAYS_AHEAD = 3;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final DataSource database;
    private final InstantSource clock;
    private final String schema;
    private final String table;
    private final int keepDays;

    /**
     * @param keepDays whole days a row is kept at least, ≥ 1
     */
    public DailyPartitions(DataSource database, InstantSource clock, String schema, String table, int keepDays) {
        if (keepDays < 1) {
            throw new IllegalArgumentException("keepDays must be at least 1");
        }
        this.database = database;
        this.clock = clock;
        this.schema = schema;
        this.table = table;
        this.keepDays = keepDays;
    }

    /** Makes the partitions from yesterday to three days ahead and drops those past their time. */
    public void maintain() throws SQLException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // Never queue long behind a reader: every writer of the table would queue behind us. The next run
                // retries.
                statement.execute("set local lock_timeout = '3s'");
                statement.execute("select pg_advisory_xact_lock(hashtext('" + schema + "." + table + "'))");
                List<String> existing = existing(statement);
                for (int ahead = -1; ahead <= DAYS_AHEAD; ahead++) {
                    LocalDate day = today.plusDays(ahead);
                    if (!existing.contains(name(day))) {
                        create(statement, day);
                    }
                }
                String oldest = name(today.minusDays(keepDays));
                for (String partition : existing) {
                    if (partition.compareTo(oldest) < 0) {
                        statement.execute("drop table " + schema + "." + partition);
                    }
                }
                connection.commit();
            } finally {
                if (!connection.isClosed()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
        }
    }

    private void create(Statement statement, LocalDate day) throws SQLException {
        long from = day.toEpochDay() * MICROS_PER_DAY;
        statement.execute("create table " + schema + "." + name(day) + " partition of " + schema + "." + table
                + " for values from (" + from + ") to (" + (from + MICROS_PER_DAY) + ")");
    }

    private List<String> existing(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                        + " where i.inhparent = '" + schema + "." + table + "'::regclass order by 1")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private String name(LocalDate day) {
        return table + "_" + DAY.format(day);
    }

    /** Microseconds since 1970. */
    public static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }
}
