package io.tongbao.credential;

import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyedDigest;
import io.tongbao.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Ten codes on paper for whoever has lost the authenticator app: 80 random bits each, each good once. Thread-safe. */
public final class RecoveryCodes {

    private static final int CODES = 10;
    private static final int BYTES = 10;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Vault vault;
    private final GuessLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final SecurityEvents events;

    public RecoveryCodes(
            DataSource database,
            Vault vault,
            GuessLimits limits,
            InstantSource clock,
            RandomGenerator random,
            SecurityEvents events) {
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        this.vault = vault;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    /** Ten new codes, {@code ABCD-EFGH-IJKL-MNOP}, shown once; those there were are void. */
    public List<String> make(Subject subject) {
        List<String> codes = new ArrayList<>();
        transaction.executeWithoutResult(status -> {
            delete(subject);
            for (int i = 0; i < CODES; i++) {
                byte[] bits = new byte[BYTES];
                random.nextBytes(bits);
                String plain = Base32.encode(bits);
                KeyedDigest digest = vault.mac(KeyPurpose.CODE, message(subject, plain));
                jdbc.sql("""
                                INSERT INTO credential.recovery_code (subject_kind, subject_id, key_version, digest)
                                VALUES (?, ?, ?, ?)
                                """)
                        .param(subject.kind().number())
                        .param(subject.id())
                        .param(digest.version())
                        .param(digest.digest())
                        .update();
                codes.add(String.join("-", plain.split("(?<=\\G.{4})")));
            }
        });
        tell(subject, SecurityEvent.Kind.RECOVERY_CODES_MADE, "");
        return List.copyOf(codes);
    }

    /** Judges a code within the limits and uses it up; case, spaces and hyphens do not matter. */
    public GuessResult check(@Nullable Subject subject, String code, Attempt attempt) {
        GuessResult result = limits.judge(GuessKind.RECOVERY_CODE, attempt, subject, () -> use(subject, code));
        if (subject != null && result.isRight()) {
            tell(subject, SecurityEvent.Kind.RECOVERY_CODE_USED, left(subject) + " left");
        }
        return result;
    }

    /** Codes that are still good. */
    public int left(Subject subject) {
        return jdbc.sql("""
                        SELECT count(*) FROM credential.recovery_code
                        WHERE subject_kind = ? AND subject_id = ? AND used_at IS NULL
                        """)
                .param(subject.kind().number())
                .param(subject.id())
                .query(Integer.class)
                .single();
    }

    /** All codes are void. */
    public void remove(Subject subject) {
        delete(subject);
    }

    private boolean use(@Nullable Subject subject, String code) {
        if (subject == null) {
            return false;
        }
        String plain = code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        Instant now = Micros.now(clock);
        for (KeyedDigest digest : vault.macs(KeyPurpose.CODE, message(subject, plain))) {
            int used = jdbc.sql("""
                            UPDATE credential.recovery_code SET used_at = ?
                            WHERE subject_kind = ? AND subject_id = ? AND digest = ? AND used_at IS NULL
                            """)
                    .param(Micros.sql(now))
                    .param(subject.kind().number())
                    .param(subject.id())
                    .param(digest.digest())
                    .update();
            if (used == 1) {
                return true;
            }
        }
        return false;
    }

    private void delete(Subject subject) {
        jdbc.sql("DELETE FROM credential.recovery_code WHERE subject_kind = ? AND subject_id = ?")
                .param(subject.kind().number())
                .param(subject.id())
                .update();
    }

    private static byte[] message(Subject subject, String plain) {
        return ("recovery|" + subject.word() + "|" + plain).getBytes(StandardCharsets.UTF_8);
    }

    private void tell(Subject subject, SecurityEvent.Kind kind, String detail) {
        events.happened(new SecurityEvent(subject, kind, Micros.now(clock), detail));
    }
}
