package io.tongbao.staff;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code staff.proposal}. */
final class ProposalTable {

    private static final String SELECT = "SELECT id, kind, subject, payload::text, before::text, after::text,"
            + " base_version, reason, maker, made_at, expires_at, state, decided_by, decided_at, decision_reason"
            + " FROM staff.proposal ";

    private final JdbcClient jdbc;

    ProposalTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** False when the maker has used the key before. */
    boolean insert(Proposal proposal, String requestKey, byte[] requestHash) {
        return jdbc.sql("""
                        INSERT INTO staff.proposal (id, kind, subject, payload, before, after, base_version, reason, maker,
                                                    request_key, request_hash, made_at, expires_at, state)
                        VALUES (:id, :kind, :subject, :payload::json, :before::json, :after::json, :version, :reason, :maker,
                                :key, :hash, :made, :expires, 'open')
                        ON CONFLICT (maker, request_key) DO NOTHING""")
                        .param("id", proposal.id())
                        .param("kind", proposal.kind())
                        .param("subject", proposal.subject())
                        .param("payload", FlatJson.write(proposal.payload()))
                        .param("before", FlatJson.write(proposal.before()))
                        .param("after", FlatJson.write(proposal.after()))
                        .param("version", proposal.baseVersion())
                        .param("reason", proposal.reason())
                        .param("maker", proposal.maker())
                        .param("key", requestKey)
                        .param("hash", requestHash)
                        .param("made", utc(proposal.madeAt()))
                        .param("expires", utc(proposal.expiresAt()))
                        .update()
                == 1;
    }

    record Requested(UUID proposalId, byte[] requestHash) {}

    Optional<Requested> requested(UUID maker, String requestKey) {
        return jdbc.sql("SELECT id, request_hash FROM staff.proposal WHERE maker = ? AND request_key = ?")
                .param(maker)
                .param(requestKey)
                .query((row, n) -> new Requested(row.getObject(1, UUID.class), row.getBytes(2)))
                .optional();
    }

    Optional<Proposal> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE id = ?")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    /** Locked until the transaction ends: of two who decide at once, the second sees the first's decision. */
    Optional<Proposal> lock(UUID id) {
        return jdbc.sql(SELECT + "WHERE id = ? FOR UPDATE")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    List<Proposal> list(@Nullable ProposalState state, @Nullable UUID before, int limit) {
        return jdbc.sql(SELECT + """
                        WHERE (:state::text IS NULL OR state = :state) AND (:before::uuid IS NULL OR id < :before)
                        ORDER BY id DESC LIMIT :limit""")
                .param("state", state == null ? null : state.word())
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> read(row))
                .list();
    }

    List<UUID> due(Instant now, int limit) {
        return jdbc.sql("SELECT id FROM staff.proposal WHERE state = 'open' AND expires_at <= ? ORDER BY id LIMIT ?")
                .param(utc(now))
                .param(limit)
                .query(UUID.class)
                .list();
    }

    void decide(UUID id, ProposalState state, @Nullable UUID by, Instant at, @Nullable String reason) {
        int changed = jdbc.sql("""
                        UPDATE staff.proposal SET state = :state, decided_by = :by, decided_at = :at, decision_reason = :reason
                        WHERE id = :id AND state = 'open'""")
                .param("state", state.word())
                .param("by", by)
                .param("at", utc(at))
                .param("reason", reason)
                .param("id", id)
                .update();
        if (changed != 1) {
            throw new IllegalStateException("a proposal was decided twice under its lock");
        }
    }

    private static OffsetDateTime utc(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static Proposal read(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime decidedAt = row.getObject("decided_at", OffsetDateTime.class);
        return new Proposal(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("subject"),
                FlatJson.read(row.getString("payload")),
                FlatJson.read(row.getString("before")),
                FlatJson.read(row.getString("after")),
                row.getString("base_version"),
                row.getString("reason"),
                row.getObject("maker", UUID.class),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                ProposalState.ofWord(row.getString("state")),
                row.getObject("decided_by", UUID.class),
                decidedAt == null ? null : decidedAt.toInstant(),
                row.getString("decision_reason"));
    }
}
