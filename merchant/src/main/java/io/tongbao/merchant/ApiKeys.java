package io.tongbao.merchant;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.merchant.signature.VerificationKey;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.SealedColumn;
import io.tongbao.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the key a caller uses. Answers, also negative ones, are cached for less than a second and bounded in number: a
 * revoked key or a suspended provider is stopped within a second on every node, and guessing ids costs memory nothing.
 */
public final class ApiKeys {

    private static final int MOST_CACHED = 50_000;
    private static final String SELECT =
            "select k.id as key_id, k.algorithm, k.public_key, k.secret_sealed, k.not_after_ts,"
                    + " k.rate_per_second, " + Providers.COLUMNS
                    + " from merchant.api_key k join merchant.provider p on p.id = k.provider_id where k.active and ";

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Vault vault;
    private final Mode mode;
    private final LoadingCache<UUID, Optional<ApiKey>> byId;
    private final LoadingCache<String, Optional<ApiKey>> byHash;

    public ApiKeys(DataSource database, InstantSource clock, Vault vault, Mode mode) {
        this.jdbc = JdbcClient.create(database);
        this.clock = clock;
        this.vault = vault;
        this.mode = mode;
        this.byId = Caffeine.newBuilder()
                .maximumSize(MOST_CACHED)
                .expireAfterWrite(Providers.STALE_LIMIT)
                .build(this::readById);
        this.byHash = Caffeine.newBuilder()
                .maximumSize(MOST_CACHED)
                .expireAfterWrite(Providers.STALE_LIMIT)
                .build(this::readByHash);
    }

    /**
     * The key that a signature names.
     *
     * @throws Refused KEY_UNKNOWN, WRONG_MODE, PROVIDER_SUSPENDED
     */
    public ApiKey forSignature(String keyId) {
        if (mode.isOtherModes(keyId)) {
            throw new Refused(MerchantError.WRONG_MODE);
        }
        UUID id = PublicId.parse(ApiKey.PREFIX, keyId)
                .orElseThrow(() -> new Refused(MerchantError.KEY_UNKNOWN, "keyid must be key_… as it was issued"));
        ApiKey key = usable(byId.get(id));
        if (key.verification() == null) {
            throw new Refused(MerchantError.KEY_UNKNOWN, "this is a bearer key; it does not sign");
        }
        return key;
    }

    /**
     * The key that a bearer secret stands for.
     *
     * @throws Refused KEY_UNKNOWN, WRONG_MODE, BEARER_NOT_ALLOWED, PROVIDER_SUSPENDED
     */
    public ApiKey forBearer(String secret) {
        if (mode.isOtherModes(secret)) {
            throw new Refused(MerchantError.WRONG_MODE);
        }
        if (mode != Mode.SANDBOX) {
            throw new Refused(MerchantError.BEARER_NOT_ALLOWED);
        }
        if (secret.length() > 200 || !secret.startsWith(mode.secretPrefix())) {
            throw new Refused(MerchantError.KEY_UNKNOWN, "a bearer key begins with " + mode.secretPrefix());
        }
        return usable(byHash.get(Base64.getEncoder().encodeToString(hash(secret))));
    }

    private ApiKey usable(Optional<ApiKey> found) {
        ApiKey key = found.filter(candidate -> !candidate.isOver(clock.instant()))
                .orElseThrow(() -> new Refused(MerchantError.KEY_UNKNOWN));
        if (key.provider().status() != ProviderStatus.ACTIVE) {
            throw new Refused(MerchantError.PROVIDER_SUSPENDED);
        }
        return key;
    }

    private Optional<ApiKey> readById(UUID id) {
        return jdbc.sql(SELECT + "k.id = :id")
                .param("id", id)
                .query((row, n) -> key(row))
                .optional();
    }

    private Optional<ApiKey> readByHash(String hash) {
        return jdbc.sql(SELECT + "k.secret_hash = :hash")
                .param("hash", Base64.getDecoder().decode(hash))
                .query((row, n) -> key(row))
                .optional();
    }

    private ApiKey key(ResultSet row) throws SQLException {
        UUID id = row.getObject("key_id", UUID.class);
        KeyAlgorithm algorithm = KeyAlgorithm.of(row.getInt("algorithm"));
        @Nullable
        VerificationKey verification =
                switch (algorithm) {
                    case ED25519 -> VerificationKey.ed25519(row.getBytes("public_key"));
                    case HMAC_SHA256 ->
                        VerificationKey.hmacSha256(
                                vault.open(KeyPurpose.SECRET, place(id), row.getBytes("secret_sealed")));
                    case BEARER -> null;
                };
        long notAfter = row.getLong("not_after_ts");
        @Nullable Instant end = row.wasNull() ? null : Instant.EPOCH.plus(notAfter, ChronoUnit.MICROS);
        return new ApiKey(
                PublicId.format(ApiKey.PREFIX, id),
                Providers.provider(row),
                algorithm,
                verification,
                end,
                row.getInt("rate_per_second"));
    }

    /** Where this module keeps providers' HMAC secrets. */
    public static SealedColumn sealedSecrets(DataSource database) {
        return new SealedColumn(database, KeyPurpose.SECRET, "merchant.api_key", "id", "secret_sealed", ApiKeys::place);
    }

    static String place(UUID keyId) {
        return "api_key:" + keyId;
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
