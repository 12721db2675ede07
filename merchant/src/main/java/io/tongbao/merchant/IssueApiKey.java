package io.tongbao.merchant;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.signature.VerificationKey;
import io.tongbao.pki.CertificateSubject;
import io.tongbao.pki.Certificates;
import io.tongbao.pki.ExternalCertificate;
import io.tongbao.pki.IssuedCertificate;
import io.tongbao.pki.PkiError;
import io.tongbao.pki.SubjectKind;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
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
    private final Certificates certificates;
    private final InstantSource clock;
    private final Ids ids;
    private final Vault vault;
    private final Mode mode;
    private final SecureRandom random = new SecureRandom();

    public IssueApiKey(DataSource database, InstantSource clock, Ids ids, Vault vault, Mode mode) {
        this.jdbc = JdbcClient.create(database);
        this.certificates = new Certificates(database);
        this.clock = clock;
        this.ids = ids;
        this.vault = vault;
        this.mode = mode;
    }

    /**
     * @param publicKey in base 64: the raw 32 bytes of an Ed25519 key, the SubjectPublicKeyInfo in DER of an ECDSA, RSA or
     *     SM2 key; null for HMAC and bearer
     * @param label for people, at most 100 characters
     * @param ratePerSecond 1 to 1,000,000
     */
    public record Command(
            UUID providerId,
            KeyAlgorithm algorithm,
            @Nullable String publicKey,
            String label,
            int ratePerSecond) {

        public Command {
            if (label.length() > 100 || ratePerSecond < 1 || ratePerSecond > 1_000_000) {
                throw new Refused(RequestError.INVALID_REQUEST, "label or rate_per_second is out of range");
            }
            if (algorithm.isPublicKey() != (publicKey != null)) {
                throw new Refused(
                        RequestError.INVALID_REQUEST,
                        "a public key goes with signatures by private keys, and only with them");
            }
        }

        /** A key with the default rate. */
        public static Command of(UUID providerId, KeyAlgorithm algorithm, @Nullable String publicKey) {
            return new Command(providerId, algorithm, publicKey, "", DEFAULT_RATE_PER_SECOND);
        }
    }

    /**
     * A new key. The secret is shown here once and never again; null for public keys, whose private half we never see.
     */
    public record Issued(String keyId, @Nullable String secret) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Issued[" + keyId + "]";
        }
    }

    public Issued execute(Command command) {
        return execute(command, null, null);
    }

    /**
     * A key that counts within bounds of time only, for a rotation that is planned.
     *
     * @param notBefore null for from now on
     * @param notAfter null for no end
     */
    public Issued execute(Command command, @Nullable Instant notBefore, @Nullable Instant notAfter) {
        if (notAfter != null && !notAfter.isAfter(notBefore == null ? clock.instant() : notBefore)) {
            throw new Refused(RequestError.INVALID_REQUEST, "the key would end before it begins");
        }
        @Nullable String secret = command.algorithm().isPublicKey() ? null : newSecret();
        Issued issued = issue(ids.next(), command, secret);
        if (notBefore != null || notAfter != null) {
            setTimes(issued.keyId(), notBefore, notAfter);
        }
        return issued;
    }

    /**
     * A key that a certificate vouches for: ours ({@code crt_…}) or an outside one that was accepted ({@code xcr_…}). It counts
     * as long as the certificate does. One certificate has one active key: again gives the same.
     *
     * @param label for people, at most 100 characters
     * @throws Refused CERTIFICATE_UNKNOWN (also another's), those of {@link ApiKeyCertificate#requireValid}, INVALID_REQUEST
     */
    public Issued executeCertified(UUID providerId, String certificateId, String label, int ratePerSecond) {
        ApiKeyCertificate certificate = certificate(certificateId);
        if (!certificate.subject().equals(new CertificateSubject(SubjectKind.PROVIDER, providerId))) {
            throw new Refused(PkiError.CERTIFICATE_UNKNOWN);
        }
        certificate.requireValid(clock.instant());
        KeyAlgorithm algorithm = KeyAlgorithm.of(certificate.keyType());
        byte[] der = certificate.publicKeyDer();
        byte[] stored = algorithm == KeyAlgorithm.ED25519 ? VerificationKey.ed25519PublicKeyOf(der) : der;
        Command command =
                new Command(providerId, algorithm, Base64.getEncoder().encodeToString(stored), label, ratePerSecond);
        UUID id = ids.next();
        issue(id, command, null, certificate);
        return existing(certificate).orElseThrow(() -> new Refused(PkiError.CERTIFICATE_UNKNOWN));
    }

    private ApiKeyCertificate certificate(String publicId) {
        Optional<UUID> own = PublicId.parse(IssuedCertificate.PREFIX, publicId);
        if (own.isPresent()) {
            return ApiKeys.certificate(certificates, ApiKeyCertificate.Own.SOURCE, own.get());
        }
        UUID outside = PublicId.parse(ExternalCertificate.PREFIX, publicId)
                .orElseThrow(() -> new Refused(PkiError.CERTIFICATE_UNKNOWN));
        return ApiKeys.certificate(certificates, ApiKeyCertificate.Outside.SOURCE, outside);
    }

    private Optional<Issued> existing(ApiKeyCertificate certificate) {
        return jdbc.sql("select id from merchant.api_key where certificate_id = ? and active")
                .param(rowId(certificate))
                .query(UUID.class)
                .optional()
                .map(id -> new Issued(PublicId.format(ApiKey.PREFIX, id), null));
    }

    private static UUID rowId(ApiKeyCertificate certificate) {
        return switch (certificate) {
            case ApiKeyCertificate.Own(IssuedCertificate own) -> own.id();
            case ApiKeyCertificate.Outside(ExternalCertificate outside) -> outside.id();
        };
    }

    private void setTimes(String keyId, @Nullable Instant notBefore, @Nullable Instant notAfter) {
        jdbc.sql(
                        "update merchant.api_key set not_before_ts = cast(? as bigint), not_after_ts = cast(? as bigint) where id = ?")
                .param(notBefore == null ? null : DailyPartitions.micros(notBefore))
                .param(notAfter == null ? null : DailyPartitions.micros(notAfter))
                .param(PublicId.parse(ApiKey.PREFIX, keyId).orElseThrow())
                .update();
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
        return issue(id, command, secret, null);
    }

    private Issued issue(UUID id, Command command, @Nullable String secret, @Nullable ApiKeyCertificate certificate) {
        if (command.algorithm() == KeyAlgorithm.BEARER && mode != Mode.SANDBOX) {
            throw new Refused(MerchantError.BEARER_NOT_ALLOWED);
        }
        byte @Nullable [] publicKey = publicKey(command.algorithm(), command.publicKey());
        byte @Nullable [] sealed = secret != null && command.algorithm() == KeyAlgorithm.HMAC_SHA256
                ? vault.seal(KeyPurpose.SECRET, ApiKeys.place(id), secret.getBytes(StandardCharsets.US_ASCII))
                : null;
        byte @Nullable [] hash =
                secret != null && command.algorithm() == KeyAlgorithm.BEARER ? ApiKeys.hash(secret) : null;
        int rows = jdbc.sql("insert into merchant.api_key (id, provider_id, algorithm, public_key, secret_sealed,"
                        + " secret_hash, label, rate_per_second, created_ts, certificate_id, certificate_source)"
                        + " select ?, p.id, ?, cast(? as bytea), cast(? as bytea), cast(? as bytea), ?, ?, ?,"
                        + " cast(? as uuid), cast(? as smallint) from merchant.provider p where p.id = ?"
                        + (certificate == null
                                ? " on conflict (id) do update set id = excluded.id"
                                : " on conflict (certificate_id) where certificate_id is not null and active"
                                        + " do update set certificate_id = excluded.certificate_id"))
                .param(id)
                .param(command.algorithm().number())
                .param(publicKey)
                .param(sealed)
                .param(hash)
                .param(command.label())
                .param(command.ratePerSecond())
                .param(DailyPartitions.micros(clock.instant()))
                .param(certificate == null ? null : rowId(certificate))
                .param(certificate == null ? null : source(certificate))
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

    private static int source(ApiKeyCertificate certificate) {
        return switch (certificate) {
            case ApiKeyCertificate.Own own -> ApiKeyCertificate.Own.SOURCE;
            case ApiKeyCertificate.Outside outside -> ApiKeyCertificate.Outside.SOURCE;
        };
    }

    private static byte @Nullable [] publicKey(KeyAlgorithm algorithm, @Nullable String base64) {
        if (base64 == null) {
            return null;
        }
        try {
            byte[] stored = Base64.getDecoder().decode(base64);
            ApiKeys.verificationKey(algorithm, stored);
            return stored;
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    RequestError.INVALID_REQUEST,
                    "the public key must be 32 bytes of Ed25519, or the SubjectPublicKeyInfo of a P-256, SM2 or RSA key"
                            + " of 2048 to 4096 bits, in base 64");
        }
    }
}
