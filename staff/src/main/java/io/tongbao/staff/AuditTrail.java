package io.tongbao.staff;

import io.tongbao.staff.audit.ChainHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All that staff do and see: append-only, one hash chain. An entry stands in the same transaction as the change it is about;
 * an entry about a look is written, and committed, before the answer is given.
 *
 * <p>The chain's head is one row that every append locks until its transaction ends. So the entry is recorded <em>last</em>:
 * {@link #change} sees to that, and then nobody who holds the head waits for anything else, which rules out deadlocks. Use
 * {@link #record(Connection, AuditEntry)} only as the last statement before the commit.
 */
public final class AuditTrail {

    static final String COLUMNS =
            "seq, ts, actor, action, object_kind, object_id, detail::text, source_ip, request_id, prev_hash, hash";

    private static final String LOCK_HEAD = "SELECT seq, ts, hash FROM staff.audit_head FOR UPDATE";
    private static final String APPEND = """
            WITH entry AS (
                INSERT INTO staff.audit_entry (seq, ts, actor, action, object_kind, object_id, detail, source_ip,
                                               request_id, prev_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?) RETURNING seq, ts, hash)
            UPDATE staff.audit_head h SET seq = entry.seq, ts = entry.ts, hash = entry.hash FROM entry""";

    private final DataSource dataSource;
    private final InstantSource clock;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    public AuditTrail(DataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** What a change came to, and how it is recorded. */
    public record Changed<T>(T result, AuditEntry entry) {}

    /**
     * Runs a change in a transaction and records it as that transaction's last act. Use cases that go through Spring's JDBC on
     * the same data source take part; so does a transaction that the thread is already in.
     */
    public <T> T change(Function<Connection, Changed<T>> work) {
        Changed<T> changed = transactions.execute(status -> {
            Connection connection = DataSourceUtils.getConnection(dataSource);
            try {
                Changed<T> done = work.apply(connection);
                append(connection, done.entry());
                return done;
            } finally {
                DataSourceUtils.releaseConnection(connection, dataSource);
            }
        });
        return Objects.requireNonNull(changed).result();
    }

    /** Records a look, or something that has no other row; committed when this returns, unless the thread is in a transaction. */
    public void record(AuditEntry entry) {
        run(connection -> entry);
    }

    /** As {@link #change}, for work without a result. */
    public void run(Function<Connection, AuditEntry> work) {
        Boolean done = change(connection -> new Changed<>(true, work.apply(connection)));
        Objects.requireNonNull(done);
    }

    /** Records within the caller's transaction; must be its last statement. */
    public void record(Connection connection, AuditEntry entry) {
        append(connection, entry);
    }

    private void append(Connection connection, AuditEntry entry) {
        try (PreparedStatement lock = connection.prepareStatement(LOCK_HEAD);
                ResultSet head = lock.executeQuery()) {
            if (!head.next()) {
                throw new IllegalStateException("the audit trail has no head; restore staff.audit_head");
            }
            Instant before = instant(head, 2);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            append(connection, entry, head.getLong(1) + 1, now.isBefore(before) ? before : now, head.getBytes(3));
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("the audit trail could not be written", e);
        }
    }

    private static void append(Connection connection, AuditEntry entry, long seq, Instant ts, byte[] prevHash)
            throws SQLException {
        Acting acting = entry.acting();
        String actor = acting.actor().text();
        String detail = FlatJson.write(entry.detail());
        byte[] hash = ChainHash.of(
                prevHash,
                seq,
                ts,
                actor,
                entry.action(),
                entry.objectKind(),
                entry.objectId(),
                detail,
                acting.sourceIp(),
                acting.requestId());
        try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
            insert.setLong(1, seq);
            insert.setObject(2, OffsetDateTime.ofInstant(ts, ZoneOffset.UTC));
            insert.setString(3, actor);
            insert.setString(4, entry.action());
            insert.setString(5, entry.objectKind());
            insert.setString(6, entry.objectId());
            insert.setString(7, detail);
            setText(insert, 8, acting.sourceIp());
            setText(insert, 9, acting.requestId());
            insert.setBytes(10, prevHash);
            insert.setBytes(11, hash);
            if (insert.executeUpdate() != 1) {
                throw new IllegalStateException("the audit trail's head did not move");
            }
        }
    }

    private static void setText(PreparedStatement statement, int index, @Nullable String text) throws SQLException {
        if (text == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, text);
        }
    }

    /**
     * What to look for; null means any.
     *
     * @param before only entries with a smaller number; null for the newest
     * @param limit 1 to 500
     */
    public record Query(
            @Nullable String actor,
            @Nullable String objectKind,
            @Nullable String objectId,
            @Nullable Long before,
            int limit) {

        public Query {
            if (limit < 1 || limit > 500) {
                throw new IllegalArgumentException("a page has 1 to 500 entries");
            }
        }

        public static Query newest(int limit) {
            return new Query(null, null, null, null, limit);
        }
    }

    /** Entries, newest first. Reading the trail is itself something staff do: the edge records it. */
    public List<AuditRecord> find(Query query) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM staff.audit_entry
                        WHERE (:actor::text IS NULL OR actor = :actor) AND (:kind::text IS NULL OR object_kind = :kind)
                          AND (:object::text IS NULL OR object_id = :object) AND seq < :before
                        ORDER BY seq DESC LIMIT :limit""")
                .param("actor", query.actor())
                .param("kind", query.objectKind())
                .param("object", query.objectId())
                .param("before", query.before() == null ? Long.valueOf(Long.MAX_VALUE) : query.before())
                .param("limit", query.limit())
                .query((row, n) -> read(row))
                .list();
    }

    /**
     * Entries in order, as lines of an export.
     *
     * @param after only entries with a greater number; 0 for the first
     * @param limit 1 to 10,000
     */
    public List<AuditRecord> after(long after, int limit) {
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("a part has 1 to 10,000 entries");
        }
        return jdbc.sql("SELECT " + COLUMNS + " FROM staff.audit_entry WHERE seq > ? ORDER BY seq LIMIT ?")
                .param(after)
                .param(limit)
                .query((row, n) -> read(row))
                .list();
    }

    /** Reads {@link #COLUMNS} of the current row. */
    public static AuditRecord read(ResultSet row) throws SQLException {
        return new AuditRecord(
                row.getLong(1),
                instant(row, 2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getBytes(10),
                row.getBytes(11));
    }

    /** All entries from the first, for streaming with {@link #read}. */
    public static String selectAll() {
        return "SELECT " + COLUMNS + " FROM staff.audit_entry ORDER BY seq";
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
