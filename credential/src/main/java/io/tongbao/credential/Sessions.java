package io.tongbao.credential;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who is signed in. A token of 256 random bits is shown once and stored as its SHA-256. A session ends when idle, at its
 * absolute end, or when revoked, on all nodes at once: each use reads it. Thread-safe.
 */
public final class Sessions {

    private static final int TOKEN_BYTES = 32;
    private static final int LONGEST_TOKEN = 100;
    /** A busy session writes once a minute; idle time is exact to that. */
    private static final Duration TOUCHED_EACH = Duration.ofMinutes(1);

    private static final String COLUMNS =
            "id, subject_kind, subject_id, factors, device, source, opened_at, proved_at, last_used_at, expires_at";

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;
    private final Map<SubjectKind, SessionPolicy> policies;
    private final SecurityEvents events;

    /**
     * @param random cryptographic in production
     */
    public Sessions(
            DataSource database,
            InstantSource clock,
            Ids ids,
            RandomGenerator random,
            SessionPolicy customers,
            SessionPolicy staff,
            SecurityEvents events) {
        this.jdbc = JdbcClient.create(database);
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.policies = Map.of(SubjectKind.CUSTOMER, customers, SubjectKind.STAFF, staff);
        this.events = events;
    }

    /**
     * A session just opened.
     *
     * @param token for the client's cookie, shown once
     */
    public record Opened(String token, Session session) {

        /** Without the token. */
        @Override
        public String toString() {
            return "Opened[" + session.id() + "]";
        }
    }

    /**
     * Opens a session for somebody who has proved who they are.
     *
     * @param factors by what, at least one
     * @param device as {@link Session#device()}; cut at 120 characters
     */
    public Opened open(Subject subject, Set<Factor> factors, String device, String source) {
        if (factors.isEmpty()) {
            throw new IllegalArgumentException("a session is opened by proof");
        }
        Instant now = Micros.now(clock);
        String token = newToken();
        String shown = device.isBlank() ? "?" : device.substring(0, Math.min(device.length(), 120));
        Session session = new Session(
                ids.next(),
                subject,
                factors,
                shown,
                source,
                now,
                now,
                now,
                now.plus(policy(subject).absolute()));
        jdbc.sql("INSERT INTO credential.session (token_hash, " + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(hash(token))
                .param(session.id())
                .param(subject.kind().number())
                .param(subject.id())
                .param(names(factors))
                .param(shown)
                .param(source)
                .param(Micros.sql(now))
                .param(Micros.sql(now))
                .param(Micros.sql(now))
                .param(Micros.sql(session.expiresAt()))
                .update();
        tell(subject, SecurityEvent.Kind.SESSION_OPENED, now, shown);
        return new Opened(token, session);
    }

    /** The session of a token while it is alive; this use counts against idleness. */
    public Optional<Session> of(String token) {
        Optional<Session> session = find(token);
        session.ifPresent(this::touch);
        return session;
    }

    /** {@link #of}, or refuses with {@link CredentialError#NOT_SIGNED_IN}. */
    public Session require(String token) {
        return of(token).orElseThrow(() -> new Refused(CredentialError.NOT_SIGNED_IN));
    }

    /** Notes that it is in use; writes at most once a minute. */
    public void touch(Session session) {
        Instant now = Micros.now(clock);
        if (session.lastUsedAt().plus(TOUCHED_EACH).isAfter(now)) {
            return;
        }
        jdbc.sql("UPDATE credential.session SET last_used_at = ? WHERE id = ? AND last_used_at < ?")
                .param(Micros.sql(now))
                .param(session.id())
                .param(Micros.sql(now))
                .update();
    }

    /**
     * Gives the session a new token when it gains privilege, so that whoever planted or saw the old one gains nothing.
     *
     * <p>Errors: {@link CredentialError#NOT_SIGNED_IN}.
     *
     * @param proved what was just proved in addition
     */
    public Opened rotate(String token, Set<Factor> proved) {
        Session session = require(token);
        Set<Factor> factors = EnumSet.copyOf(session.factors());
        factors.addAll(proved);
        Instant now = Micros.now(clock);
        String fresh = newToken();
        int rotated = jdbc.sql("""
                        UPDATE credential.session SET token_hash = ?, factors = ?, proved_at = ?, last_used_at = ?
                        WHERE token_hash = ?
                        """)
                .param(hash(fresh))
                .param(names(factors))
                .param(Micros.sql(now))
                .param(Micros.sql(now))
                .param(hash(token))
                .update();
        if (rotated == 0) {
            throw new Refused(CredentialError.NOT_SIGNED_IN);
        }
        return new Opened(
                fresh,
                new Session(
                        session.id(),
                        session.subject(),
                        factors,
                        session.device(),
                        session.source(),
                        session.openedAt(),
                        now,
                        now,
                        session.expiresAt()));
    }

    /** Where the subject is signed in, last used first. */
    public List<Session> list(Subject subject) {
        Instant now = Micros.now(clock);
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM credential.session WHERE subject_kind = ? AND subject_id = ? AND expires_at > ?"
                        + " AND last_used_at > ? ORDER BY last_used_at DESC, id")
                .param(subject.kind().number())
                .param(subject.id())
                .param(Micros.sql(now))
                .param(Micros.sql(now.minus(policy(subject).idle())))
                .query((row, n) -> read(row))
                .list();
    }

    /** Ends one of the subject's sessions. Errors: {@link CredentialError#SESSION_NOT_FOUND}. */
    public void revoke(Subject subject, UUID sessionId) {
        int ended = jdbc.sql("DELETE FROM credential.session WHERE id = ? AND subject_kind = ? AND subject_id = ?")
                .param(sessionId)
                .param(subject.kind().number())
                .param(subject.id())
                .update();
        if (ended == 0) {
            throw new Refused(CredentialError.SESSION_NOT_FOUND);
        }
        tell(subject, SecurityEvent.Kind.SESSION_REVOKED, Micros.now(clock), "");
    }

    /** Ends the session of a token: signing out. Does nothing when there is none. */
    public void close(String token) {
        jdbc.sql("DELETE FROM credential.session WHERE token_hash = ?")
                .param(hash(token))
                .update();
    }

    /** Ends all of the subject's sessions; returns how many. */
    public int revokeAll(Subject subject) {
        return revokeAllBut(subject, new UUID(0, 0));
    }

    /** Ends all of the subject's sessions but one; returns how many. */
    public int revokeAllBut(Subject subject, UUID kept) {
        int ended = jdbc.sql("DELETE FROM credential.session WHERE subject_kind = ? AND subject_id = ? AND id <> ?")
                .param(subject.kind().number())
                .param(subject.id())
                .param(kept)
                .update();
        if (ended > 0) {
            tell(subject, SecurityEvent.Kind.ALL_SESSIONS_REVOKED, Micros.now(clock), Integer.toString(ended));
        }
        return ended;
    }

    /** Deletes what has ended; for a daily job. Returns the number of rows. */
    public int purge() {
        return jdbc.sql("DELETE FROM credential.session WHERE expires_at < ?")
                .param(Micros.sql(Micros.now(clock)))
                .update();
    }

    private Optional<Session> find(String token) {
        if (token.isEmpty() || token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        Instant now = Micros.now(clock);
        return jdbc.sql("SELECT " + COLUMNS + " FROM credential.session WHERE token_hash = ? AND expires_at > ?")
                .param(hash(token))
                .param(Micros.sql(now))
                .query((row, n) -> read(row))
                .optional()
                .filter(session -> session.lastUsedAt()
                        .plus(policy(session.subject()).idle())
                        .isAfter(now));
    }

    private SessionPolicy policy(Subject subject) {
        SessionPolicy policy = policies.get(subject.kind());
        if (policy == null) {
            throw new IllegalStateException("every kind of subject has a policy");
        }
        return policy;
    }

    private String newToken() {
        byte[] bits = new byte[TOKEN_BYTES];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String[] names(Set<Factor> factors) {
        return factors.stream().sorted().map(Factor::name).toArray(String[]::new);
    }

    private static Session read(ResultSet row) throws SQLException {
        Set<Factor> factors = Arrays.stream((Object[]) row.getArray(4).getArray())
                .map(name -> Factor.valueOf((String) name))
                .collect(Collectors.toSet());
        return new Session(
                row.getObject(1, UUID.class),
                new Subject(SubjectKind.of(row.getInt(2)), row.getObject(3, UUID.class)),
                factors,
                row.getString(5),
                row.getString(6),
                time(row, 7),
                time(row, 8),
                time(row, 9),
                time(row, 10));
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private void tell(Subject subject, SecurityEvent.Kind kind, Instant at, String detail) {
        events.happened(new SecurityEvent(subject, kind, at, detail));
    }
}
