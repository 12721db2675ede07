package io.tongbao.credential;

import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.Vault;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Passwords: Argon2id, sealed by the vault. Staff have 12 to 128 characters, customers 8 to 128; common ones and those built on
 * words about the person are refused. Thread-safe. Callers wipe the arrays they pass.
 */
public final class Passwords {

    /** What a password may never be built on, whoever sets it. */
    private static final List<String> OURS = List.of("tongbao", "wallet", "payment");

    private final JdbcClient jdbc;
    private final Vault vault;
    private final GuessLimits limits;
    private final InstantSource clock;
    private final SecurityEvents events;
    private final Argon2id argon2id;
    private final CompletableFuture<String> nobodys;

    public Passwords(
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
        this.events = events;
        this.argon2id = new Argon2id(random);
        byte[] unknown = new byte[32];
        random.nextBytes(unknown);
        // Aside: it costs as much as a sign-in, and a start need not wait for it.
        this.nobodys = CompletableFuture.supplyAsync(() -> argon2id.hash(unknown));
    }

    /** {@link #set(Subject, char[], Collection)} without words about the person. */
    public void set(Subject subject, char[] password) {
        set(subject, password, List.of());
    }

    /**
     * Sets or replaces. Whoever calls this has made sure that it is the subject who asks, and revokes other sessions.
     *
     * <p>Errors: {@link CredentialError#WEAK_PASSWORD} with the rule it breaks.
     *
     * @param about the person's login, names, company: no password is built on them
     */
    public void set(Subject subject, char[] password, Collection<String> about) {
        String normal = normalized(password);
        List<String> words = new ArrayList<>(OURS);
        words.addAll(about);
        PasswordRules.check(subject.kind(), normal, words);
        store(subject, normal.getBytes(StandardCharsets.UTF_8));
        events.happened(new SecurityEvent(subject, SecurityEvent.Kind.PASSWORD_SET, Micros.now(clock), ""));
    }

    /**
     * Judges a password within the limits. The same work and the same answer for nobody's.
     *
     * @param subject whose it should be, or null when the claimed name is nobody's
     */
    public GuessResult check(@Nullable Subject subject, char[] password, Attempt attempt) {
        return limits.judge(GuessKind.PASSWORD, attempt, subject, () -> matches(subject, password));
    }

    public boolean isSet(Subject subject) {
        return find(subject).isPresent();
    }

    /** Removes; does nothing when there is none. */
    public void remove(Subject subject) {
        int removed = jdbc.sql("DELETE FROM credential.password WHERE subject_kind = ? AND subject_id = ?")
                .param(subject.kind().number())
                .param(subject.id())
                .update();
        if (removed > 0) {
            Instant now = Micros.now(clock);
            events.happened(new SecurityEvent(subject, SecurityEvent.Kind.PASSWORD_REMOVED, now, ""));
        }
    }

    private boolean matches(@Nullable Subject subject, char[] password) {
        byte[] bytes = password.length > 4 * PasswordRules.LONGEST
                ? new byte[0]
                : normalized(password).getBytes(StandardCharsets.UTF_8);
        try {
            Optional<byte[]> sealed = find(subject);
            if (subject == null || sealed.isEmpty()) {
                argon2id.matches(bytes, nobodys.join());
                return false;
            }
            String phc =
                    new String(vault.open(KeyPurpose.SECRET, place(subject), sealed.get()), StandardCharsets.US_ASCII);
            boolean right = argon2id.matches(bytes, phc);
            if (right && Argon2id.isOutdated(phc)) {
                store(subject, bytes);
            }
            return right;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Asks the database for nobody's password, too. */
    private Optional<byte[]> find(@Nullable Subject subject) {
        return jdbc.sql("SELECT sealed_hash FROM credential.password WHERE subject_kind = ? AND subject_id = ?")
                .param(subject == null ? 0 : subject.kind().number())
                .param(subject == null ? new UUID(0, 0) : subject.id())
                .query((row, n) -> row.getBytes(1))
                .optional();
    }

    private void store(Subject subject, byte[] password) {
        byte[] phc = argon2id.hash(password).getBytes(StandardCharsets.US_ASCII);
        jdbc.sql("""
                        INSERT INTO credential.password (subject_kind, subject_id, sealed_hash, set_at) VALUES (?, ?, ?, ?)
                        ON CONFLICT (subject_kind, subject_id)
                        DO UPDATE SET sealed_hash = EXCLUDED.sealed_hash, set_at = EXCLUDED.set_at
                        """)
                .param(subject.kind().number())
                .param(subject.id())
                .param(vault.seal(KeyPurpose.SECRET, place(subject), phc))
                .param(Micros.sql(Micros.now(clock)))
                .update();
    }

    static String place(Subject subject) {
        return "credential.password:" + subject.word();
    }

    /** The same letters typed on another keyboard are the same password (NIST SP 800-63B §3.1.1.2). */
    private static String normalized(char[] password) {
        return Normalizer.normalize(CharBuffer.wrap(password), Normalizer.Form.NFKC);
    }
}
