package io.tongbao.credential;

import io.tongbao.credential.GuessLimits.Admission;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.TextMessage;
import io.tongbao.kernel.TextSender;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyedDigest;
import io.tongbao.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Six digits sent to a phone: good once, for one purpose, one holder and what it approves, for five tries and some minutes.
 * Only a keyed digest is stored. Asking again is let through after growing delays. Thread-safe.
 *
 * <p>A code is known by its id, which only the one who asked for it has: nobody else can use up its tries.
 */
public final class OneTimeCodes {

    /** Tries that each code has. */
    public static final int TRIES = 5;

    private static final int CODES = 1_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(OneTimeCodes.class);

    private final JdbcClient jdbc;
    private final Vault vault;
    private final GuessLimits limits;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;
    private final TextSender sender;
    private final Executor delivery;

    /**
     * @param random cryptographic in production
     * @param delivery runs the sending, off the caller's thread in production: how long it takes must not tell a decoy
     */
    public OneTimeCodes(
            DataSource database,
            Vault vault,
            GuessLimits limits,
            InstantSource clock,
            Ids ids,
            RandomGenerator random,
            TextSender sender,
            Executor delivery) {
        this.jdbc = JdbcClient.create(database);
        this.vault = vault;
        this.limits = limits;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.sender = sender;
        this.delivery = delivery;
    }

    /**
     * A code under way.
     *
     * @param id brings it back; known to whoever asked
     */
    public record Issued(UUID id, Instant expiresAt) {}

    /**
     * Makes a code and sends it. Errors: {@link CredentialError#TRY_LATER} with the wait when this number was sent codes a
     * short while ago; the same for numbers that are nobody's.
     */
    public Issued issue(IssueCode command) {
        switch (limits.admit(GuessKind.CODE_REQUEST, command.attempt())) {
            case Admission.Refused(var after) -> throw GuessResult.tryLater(after);
            case Admission.Admitted admitted -> {}
        }
        UUID id = ids.next();
        Instant expires = Micros.now(clock).plus(command.validity());
        String code = String.format(Locale.ROOT, "%06d", random.nextInt(CODES));
        KeyedDigest digest =
                vault.mac(KeyPurpose.CODE, message(id, command.purpose(), command.holder(), command.boundTo(), code));
        jdbc.sql("""
                        INSERT INTO credential.one_time_code (id, purpose, key_version, digest, decoy, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """)
                .param(id)
                .param(command.purpose().word())
                .param(digest.version())
                .param(digest.digest())
                .param(command.decoy())
                .param(Micros.sql(expires))
                .update();
        TextMessage text = new TextMessage(id, command.to(), command.text().apply(code), command.validity());
        if (!command.decoy()) {
            delivery.execute(() -> send(text));
        }
        return new Issued(id, expires);
    }

    /**
     * Judges a code and uses it up when it is right. The try is counted before the code is looked at.
     *
     * <p>Errors: {@link CredentialError#CODE_EXPIRED} when it is too late, was used, has no tries left or never was.
     */
    public GuessResult check(CheckCode command) {
        Stored stored = live(command).orElseThrow(() -> new Refused(CredentialError.CODE_EXPIRED));
        return limits.judge(GuessKind.CODE, command.attempt(), command.owner(), () -> use(command, stored));
    }

    /** Deletes what has expired; for a daily job. Returns the number of rows. */
    public int purge() {
        return jdbc.sql("DELETE FROM credential.one_time_code WHERE expires_at < ?")
                .param(Micros.sql(Micros.now(clock)))
                .update();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Stored(int keyVersion, byte[] digest, boolean decoy) {}

    private Optional<Stored> live(CheckCode command) {
        return jdbc.sql("""
                        SELECT key_version, digest, decoy FROM credential.one_time_code
                        WHERE id = ? AND purpose = ? AND used_at IS NULL AND tries < ? AND expires_at > ?
                        """)
                .param(command.id())
                .param(command.purpose().word())
                .param(TRIES)
                .param(Micros.sql(Micros.now(clock)))
                .query((row, n) -> new Stored(row.getInt(1), row.getBytes(2), row.getBoolean(3)))
                .optional();
    }

    private boolean use(CheckCode command, Stored stored) {
        Instant now = Micros.now(clock);
        int counted = jdbc.sql("""
                        UPDATE credential.one_time_code SET tries = tries + 1
                        WHERE id = ? AND used_at IS NULL AND tries < ? AND expires_at > ?
                        """)
                .param(command.id())
                .param(TRIES)
                .param(Micros.sql(now))
                .update();
        if (counted == 0) {
            // Somebody was quicker; nobody looks at this one.
            throw new Refused(CredentialError.CODE_EXPIRED);
        }
        byte[] digest = vault.mac(
                KeyPurpose.CODE,
                stored.keyVersion(),
                message(command.id(), command.purpose(), command.holder(), command.boundTo(), command.code()));
        boolean right = MessageDigest.isEqual(digest, stored.digest()) && !stored.decoy();
        // Of two that bring the right code at once, one uses it.
        return right
                && jdbc.sql("UPDATE credential.one_time_code SET used_at = ? WHERE id = ? AND used_at IS NULL")
                                .param(Micros.sql(now))
                                .param(command.id())
                                .update()
                        == 1;
    }

    private void send(TextMessage text) {
        try {
            sender.send(text);
        } catch (Refused e) {
            // Whoever waits asks again; an error here would tell a decoy from a code.
            LOG.warn(
                    "the text {} with a one-time code was not taken: {}",
                    text.id(),
                    e.code().code());
        }
    }

    private static byte[] message(UUID id, CodePurpose purpose, String holder, byte[] boundTo, String code) {
        return Approval.sha256(
                id.toString().getBytes(StandardCharsets.UTF_8),
                purpose.word().getBytes(StandardCharsets.UTF_8),
                holder.getBytes(StandardCharsets.UTF_8),
                boundTo,
                code.getBytes(StandardCharsets.UTF_8));
    }
}
