package io.tongbao.credential;

import io.tongbao.kernel.Refused;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.Vault;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Authenticator apps, one for each subject. A new one takes the place of the old one only when its first code is right. Codes
 * of one step before and after are accepted, each step once. Thread-safe.
 */
public final class TotpDevices {

    private static final int SECRET_BYTES = 20;
    private static final int WINDOW = 1;

    private final JdbcClient jdbc;
    private final Vault vault;
    private final GuessLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final SecurityEvents events;

    public TotpDevices(
            DataSource database,
            Vault vault,
            GuessLimits limits,
            InstantSource clock,
            RandomGenerator random,
            SecurityEvents events) {
        this.jdbc = JdbcClient.create(database);
        this.vault = vault;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    /**
     * What the app is shown, once.
     *
     * @param secret base 32, for typing
     * @param uri {@code otpauth://totp/…}, for a QR code
     */
    public record Enrolment(String secret, String uri) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Enrolment[******]";
        }
    }

    /**
     * Begins an enrolment; an earlier one that was not confirmed is forgotten.
     *
     * @param issuer the operator's name in the app
     * @param account the person's name in the app
     */
    public Enrolment enrol(Subject subject, String issuer, String account) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        jdbc.sql("""
                        INSERT INTO credential.totp (subject_kind, subject_id, sealed_pending) VALUES (?, ?, ?)
                        ON CONFLICT (subject_kind, subject_id) DO UPDATE SET sealed_pending = EXCLUDED.sealed_pending
                        """)
                .param(subject.kind().number())
                .param(subject.id())
                .param(vault.seal(KeyPurpose.SECRET, place(subject), secret))
                .update();
        String base32 = Base32.encode(secret);
        String uri = "otpauth://totp/" + escape(issuer) + ":" + escape(account) + "?secret=" + base32 + "&issuer="
                + escape(issuer) + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period=" + Totp.STEP_S;
        return new Enrolment(base32, uri);
    }

    /**
     * Ends an enrolment with the app's first code; it then replaces the app there was.
     *
     * <p>Errors: {@link CredentialError#TOTP_NOT_ENROLLED}, {@link CredentialError#CODE_WRONG}. The subject is signed in, so
     * wrong codes are not counted: whoever sees the secret needs no guessing.
     */
    public void confirm(Subject subject, String code) {
        Stored stored = find(subject)
                .filter(row -> row.pending() != null)
                .orElseThrow(() -> new Refused(CredentialError.TOTP_NOT_ENROLLED));
        byte[] pending = stored.pending();
        Instant now = Micros.now(clock);
        long step = pending == null ? -1 : matchingStep(subject, pending, code, now);
        if (step < 0) {
            throw new Refused(CredentialError.CODE_WRONG);
        }
        int moved = jdbc.sql("""
                        UPDATE credential.totp
                        SET sealed_secret = sealed_pending, sealed_pending = NULL, last_step = ?, enrolled_at = ?
                        WHERE subject_kind = ? AND subject_id = ? AND sealed_pending = ?
                        """)
                .param(step)
                .param(Micros.sql(now))
                .param(subject.kind().number())
                .param(subject.id())
                .param(pending)
                .update();
        if (moved == 0) {
            throw new Refused(CredentialError.TOTP_NOT_ENROLLED);
        }
        events.happened(new SecurityEvent(subject, SecurityEvent.Kind.TOTP_ADDED, now, ""));
    }

    /** Whether an app is enrolled and confirmed. */
    public boolean isEnrolled(Subject subject) {
        return find(subject).filter(row -> row.secret() != null).isPresent();
    }

    /** Judges a code within the limits; a code of a step that was accepted before is wrong. */
    public GuessResult check(@Nullable Subject subject, String code, Attempt attempt) {
        return limits.judge(GuessKind.TOTP, attempt, subject, () -> accept(subject, code));
    }

    /** Removes the app; does nothing when there is none. */
    public void remove(Subject subject) {
        int removed = jdbc.sql("DELETE FROM credential.totp WHERE subject_kind = ? AND subject_id = ?")
                .param(subject.kind().number())
                .param(subject.id())
                .update();
        if (removed > 0) {
            events.happened(new SecurityEvent(subject, SecurityEvent.Kind.TOTP_REMOVED, Micros.now(clock), ""));
        }
    }

    private boolean accept(@Nullable Subject subject, String code) {
        Optional<Stored> stored = find(subject);
        byte[] secret = stored.map(Stored::secret).orElse(null);
        if (subject == null || secret == null) {
            return false;
        }
        long step = matchingStep(subject, secret, code, Micros.now(clock));
        // Of two that bring the same code at once, one moves the step.
        return step >= 0
                && jdbc.sql("""
                                UPDATE credential.totp SET last_step = ?
                                WHERE subject_kind = ? AND subject_id = ? AND last_step < ? AND sealed_secret = ?
                                """)
                                .param(step)
                                .param(subject.kind().number())
                                .param(subject.id())
                                .param(step)
                                .param(secret)
                                .update()
                        == 1;
    }

    /** The step whose code it is, or −1. Looks at every step of the window, so that time tells nothing. */
    private long matchingStep(Subject subject, byte[] sealed, String code, Instant now) {
        byte[] secret = vault.open(KeyPurpose.SECRET, place(subject), sealed);
        byte[] given = code.getBytes(StandardCharsets.UTF_8);
        long current = Totp.step(now);
        long found = -1;
        for (long step = current - WINDOW; step <= current + WINDOW; step++) {
            if (MessageDigest.isEqual(Totp.code(secret, step).getBytes(StandardCharsets.UTF_8), given)) {
                found = step;
            }
        }
        return found;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Stored(byte @Nullable [] secret, byte @Nullable [] pending) {}

    private Optional<Stored> find(@Nullable Subject subject) {
        return jdbc.sql(
                        "SELECT sealed_secret, sealed_pending FROM credential.totp WHERE subject_kind = ? AND subject_id = ?")
                .param(subject == null ? 0 : subject.kind().number())
                .param(subject == null ? new UUID(0, 0) : subject.id())
                .query((row, n) -> new Stored(row.getBytes(1), row.getBytes(2)))
                .optional();
    }

    static String place(Subject subject) {
        return "credential.totp:" + subject.word();
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
