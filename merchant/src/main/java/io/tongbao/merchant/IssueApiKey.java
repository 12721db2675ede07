package io.tongbao.merchant;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.signature.VerificationKey;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Issues a key to a provider. A provider may have several active keys, so a new one can be rolled out before the old one
 * ends: {@link #replace} gives the old one a last day, {@link #revoke} stops it at once (within a second on every node).
 *
 * <p>Errors: NOT_FOUND (provider or key), INVALID_REQUEST (public key, rate), BEARER_NOT_ALLOWED (in production).
 */
public final class IssueApiKey {

    /** Requests per second of a key for which nothing else is said. */
    public static final int DEFAULT_RATE_PER_SECOND = 500;

    private static final int SECRET_BYTES = 32;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Ids ids;
    private final Vault vault;
    private final Mode mode;
    private final SecureRandom random = new SecureRandom();

    public IssueApiKey(DataSource database, InstantSource clock, Ids ids, Vault vault, Mode mode) {
        this.jdbc = JdbcClient.create(database);
        this.clock = clock;
        this.ids = ids;
        this.vault = vault;
        this.mode = mode;
    }

    /**
     * @param ed25519PublicKey raw 32 bytes as base 64, required for ED25519 and null otherwise
     * @param label for people, at most 100 characters
     * @param ratePerSecond 1 to 1,000,000
     */
    public record Command(
            UUID providerId,
            KeyAlgorithm algorithm,
            @Nullable String ed25519PublicKey,
            String label,
            int ratePerSecond) {

        public Command {
            if (label.length() > 100 || ratePerSecond < 1 || ratePerSecond > 1_000_000) {
                throw new Refused(RequestError.INVALID_REQUEST, "label or rate_per_second is out of range");
            }
            if ((algorithm == KeyAlgorithm.ED25519) != (ed25519PublicKey != null)) {
                throw new Refused(RequestError.INVALID_REQUEST, "a public key goes with ed25519, and only with it");
            }
        }

        /** A key with the default rate. */
        public static Command of(UUID providerId, KeyAlgorithm algorithm, @Nullable String ed25519PublicKey) {
            return new Command(providerId, algorithm, ed25519PublicKey, "", DEFAULT_RATE_PER_SECOND);
        }
    }

    /**
     * A new key. The secret is shown here once and never again; null for Ed25519, whose private half we never see.
     */
    public record Issued(String keyId, @Nullable String secret) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Issued[" + keyId + "]";
        }
    }

    public Issued execute(Command command) {
        @Nullable String secret = command.algorithm() == KeyAlgorithm.ED25519 ? null : newSecret();
        return issue(ids.next(), command, secret);
    }

    /**
     * Gives a sandbox's seeded provider the bearer key that the examples name; the same again changes nothing.
     *
     * @param secret begins with {@code sk_test_}
     */
    public Issued issueSandboxKey(UUID keyId, Command command, String secret) {
        if (mode != Mode.SANDBOX || command.algorithm() != KeyAlgorithm.BEARER || mode.isOtherModes(secret)) {
            throw new Refused(MerchantError.BEARER_NOT_ALLOWED);
        }
        return issue(keyId, command, secret);
    }

    private Issued issue(UUID id, Command command, @Nullable String secret) {
        if (command.algorithm() == KeyAlgorithm.BEARER && mode != Mode.SANDBOX) {
            throw new Refused(MerchantError.BEARER_NOT_ALLOWED);
        }
        byte @Nullable [] publicKey = publicKey(command.ed25519PublicKey());
        byte @Nullable [] sealed = secret != null && command.algorithm() == KeyAlgorithm.HMAC_SHA256
                ? vault.seal(KeyPurpose.SECRET, ApiKeys.place(id), secret.getBytes(StandardCharsets.US_ASCII))
                : null;
        byte @Nullable [] hash =
                secret != null && command.algorithm() == KeyAlgorithm.BEARER ? ApiKeys.hash(secret) : null;
        int rows = jdbc.sql("insert into merchant.api_key (id, provider_id, algorithm, public_key, secret_sealed,"
                        + " secret_hash, label, rate_per_second, created_ts)"
                        + " select ?, p.id, ?, cast(? as bytea), cast(? as bytea), cast(? as bytea), ?, ?, ?"
                        + " from merchant.provider p where p.id = ? on conflict (id) do update set id = excluded.id")
                .param(id)
                .param(command.algorithm().number())
                .param(publicKey)
                .param(sealed)
                .param(hash)
                .param(command.label())
                .param(command.ratePerSecond())
                .param(DailyPartitions.micros(clock.instant()))
                .param(command.providerId())
                .update();
        if (rows == 0) {
            throw new Refused(RequestError.NOT_FOUND, "provider");
        }
        return new Issued(PublicId.format(ApiKey.PREFIX, id), secret);
    }

    /** Issues a new key and lets {@code oldKeyId} work for {@code overlap} more. */
    public Issued replace(String oldKeyId, Command command, Duration overlap) {
        Issued issued = execute(command);
        long end = DailyPartitions.micros(clock.instant().plus(overlap));
        change(
                "update merchant.api_key set not_after_ts = :end where id = :id and provider_id = :provider",
                oldKeyId,
                end,
                command.providerId());
        return issued;
    }

    /** Stops a key. */
    public void revoke(UUID providerId, String keyId) {
        change(
                "update merchant.api_key set active = false, not_after_ts = :end where id = :id and provider_id = :provider",
                keyId,
                DailyPartitions.micros(clock.instant()),
                providerId);
    }

    private void change(String sql, String keyId, long end, UUID providerId) {
        UUID id = PublicId.parse(ApiKey.PREFIX, keyId).orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "key"));
        int rows = jdbc.sql(sql)
                .param("end", end)
                .param("id", id)
                .param("provider", providerId)
                .update();
        if (rows == 0) {
            throw new Refused(RequestError.NOT_FOUND, "key");
        }
    }

    private String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return mode.secretPrefix() + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte @Nullable [] publicKey(@Nullable String base64) {
        if (base64 == null) {
            return null;
        }
        try {
            byte[] raw = Base64.getDecoder().decode(base64);
            VerificationKey.ed25519(raw);
            return raw;
        } catch (IllegalArgumentException e) {
            throw new Refused(RequestError.INVALID_REQUEST, "the public key must be 32 bytes of Ed25519 in base 64");
        }
    }
}
