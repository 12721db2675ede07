package io.tongbao.merchant;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.merchant.signature.VerificationKey;
import io.tongbao.pki.Certificates;
import io.tongbao.pki.PkiError;
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
 * revoked key, a revoked certificate or a suspended provider is stopped within a second on every node, and guessing ids
 * costs memory nothing. Times are judged at each call.
 */
public final class ApiKeys {

    private static final int MOST_CACHED = 50_000;
    private static final String SELECT =
            "select k.id as key_id, k.algorithm, k.public_key, k.secret_sealed, k.not_before_ts,"
                    + " k.not_after_ts, k.rate_per_second, k.certificate_id, k.certificate_source, "
                    + Providers.COLUMNS
                    + " from merchant.api_key k join merchant.provider p on p.id = k.provider_id where k.active and ";

    private final JdbcClient jdbc;
    private final Certificates certificates;
    private final InstantSource clock;
    private final Vault vault;
    private final Mode mode;
    private final LoadingCache<UUID, Optional<ApiKey>> byId;
    private final LoadingCache<String, Optional<ApiKey>> byHash;

    public ApiKeys(DataSource database, InstantSource clock, Vault vault, Mode mode) {
        this.jdbc = JdbcClient.create(database);
        this.certificates = new Certificates(database);
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
     * @throws Refused KEY_UNKNOWN, WRONG_MODE, PROVIDER_SUSPENDED; of a certified key also CERTIFICATE_REVOKED,
     *     CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_NOT_TRUSTED, CERTIFICATE_STATUS_UNAVAILABLE
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
        Instant now = clock.instant();
        ApiKey key = found.orElse(null);
        if (key == null || !key.isUsable(now)) {
            throw new Refused(MerchantError.KEY_UNKNOWN);
        }
        ApiKeyCertificate certificate = key.certificate();
        if (certificate != null) {
            certificate.requireValid(now);
        }
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
                    case HMAC_SHA256 ->
                        VerificationKey.hmacSha256(
                                vault.open(KeyPurpose.SECRET, place(id), row.getBytes("secret_sealed")));
                    case BEARER -> null;
                    case ED25519, ECDSA_P256_SHA256, RSA_PSS_SHA512, SM2_SM3 ->
                        verificationKey(algorithm, row.getBytes("public_key"));
                };
        return new ApiKey(
                PublicId.format(ApiKey.PREFIX, id),
                Providers.provider(row),
                algorithm,
                verification,
                instant(row, "not_before_ts"),
                instant(row, "not_after_ts"),
                row.getInt("rate_per_second"),
                certificate(row));
    }

    private @Nullable ApiKeyCertificate certificate(ResultSet row) throws SQLException {
        UUID id = row.getObject("certificate_id", UUID.class);
        return id == null ? null : certificate(certificates, row.getInt("certificate_source"), id);
    }

    static ApiKeyCertificate certificate(Certificates certificates, int source, UUID id) {
        return switch (source) {
            case ApiKeyCertificate.Own.SOURCE ->
                new ApiKeyCertificate.Own(
                        certificates.find(id).orElseThrow(() -> new Refused(PkiError.CERTIFICATE_UNKNOWN)));
            case ApiKeyCertificate.Outside.SOURCE ->
                new ApiKeyCertificate.Outside(
                        certificates.findExternal(id).orElseThrow(() -> new Refused(PkiError.CERTIFICATE_UNKNOWN)));
            default -> throw new IllegalStateException("certificate source " + source);
        };
    }

    /**
     * @param publicKey as it is stored: 32 bytes of Ed25519, else the SubjectPublicKeyInfo
     * @throws IllegalArgumentException when it is not such a key
     */
    static VerificationKey verificationKey(KeyAlgorithm algorithm, byte[] publicKey) {
        return switch (algorithm) {
            case ED25519 -> VerificationKey.ed25519(publicKey);
            case ECDSA_P256_SHA256 -> VerificationKey.ecdsaP256Sha256(publicKey);
            case RSA_PSS_SHA512 -> VerificationKey.rsaPssSha512(publicKey);
            case SM2_SM3 -> VerificationKey.sm2Sm3(publicKey);
            case HMAC_SHA256, BEARER -> throw new IllegalArgumentException(algorithm + " has no public key");
        };
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
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
