package io.tongbao.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.pki.Authorities;
import io.tongbao.pki.CertificateSubject;
import io.tongbao.pki.CreateAuthorities;
import io.tongbao.pki.CrlPublisher;
import io.tongbao.pki.ExpiryWarnings;
import io.tongbao.pki.IssueCertificate;
import io.tongbao.pki.IssuedCertificate;
import io.tongbao.pki.KeyFamily;
import io.tongbao.pki.PkiError;
import io.tongbao.pki.PkiPolicy;
import io.tongbao.pki.RenewCertificate;
import io.tongbao.pki.RevocationReason;
import io.tongbao.pki.RevokeCertificate;
import io.tongbao.pki.SealedKeys;
import io.tongbao.pki.SubjectKind;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@SuppressWarnings("NullAway.Init") // set before each test
class CertifiedKeysTest {

    private static final BouncyCastleProvider BC = new BouncyCastleProvider();

    private final FakeClock clock = new FakeClock();
    private final Ids ids = Ids.secure(clock);
    private final Vault vault = Vault.inMemory();
    private TestDatabase database;
    private IssueApiKey issueKey;
    private IssueCertificate issueCertificate;
    private RenewCertificate renew;
    private RevokeCertificate revoke;
    private Provider shop;

    @BeforeEach
    void open() {
        database = TestPostgres.database("ledger", "outbox", "pki", "merchant");
        DataSource source = database.dataSource();
        issueKey = new IssueApiKey(source, clock, ids, vault, Mode.SANDBOX);
        PkiPolicy policy = PkiPolicy.of(URI.create("http://127.0.0.1/pki"));
        SealedKeys keys = new SealedKeys(vault);
        Authorities authorities = new Authorities(source, List.of(keys));
        new CreateAuthorities(source, clock, ids, authorities, keys, policy).execute(EnumSet.allOf(KeyFamily.class));
        issueCertificate = new IssueCertificate(source, clock, ids, authorities, policy);
        renew = new RenewCertificate(source, clock, ids, authorities, policy);
        revoke =
                new RevokeCertificate(source, clock, authorities, new CrlPublisher(source, clock, authorities, policy));
        shop = new RegisterProvider(source, clock)
                .execute(new RegisterProvider.Command(ids.next(), "早餐铺", ProviderKind.SHOP, Currency.CNY, false));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** A fresh reader stands for another node, or for this one a second later. */
    private ApiKey use(String keyId) {
        return new ApiKeys(database.dataSource(), clock, vault, Mode.SANDBOX).forSignature(keyId);
    }

    private enum Kind {
        EC("EC", "secp256r1", "SHA256withECDSA", KeyAlgorithm.ECDSA_P256_SHA256),
        SM2("EC", "sm2p256v1", "SM3withSM2", KeyAlgorithm.SM2_SM3),
        ED25519("Ed25519", "", "Ed25519", KeyAlgorithm.ED25519),
        RSA("RSA", "", "SHA256withRSA", KeyAlgorithm.RSA_PSS_SHA512);

        private final String generator;
        private final String curve;
        private final String signature;
        private final KeyAlgorithm algorithm;

        Kind(String generator, String curve, String signature, KeyAlgorithm algorithm) {
            this.generator = generator;
            this.curve = curve;
            this.signature = signature;
            this.algorithm = algorithm;
        }

        KeyPair pair() {
            try {
                KeyPairGenerator maker = KeyPairGenerator.getInstance(generator, BC);
                if (!curve.isEmpty()) {
                    maker.initialize(new ECGenParameterSpec(curve));
                } else if (this == RSA) {
                    maker.initialize(2048);
                }
                return maker.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        String csr(KeyPair pair) {
            try {
                byte[] der = new JcaPKCS10CertificationRequestBuilder(new X500Name(""), pair.getPublic())
                        .build(new JcaContentSignerBuilder(signature)
                                .setProvider(BC)
                                .build(pair.getPrivate()))
                        .getEncoded();
                return "-----BEGIN CERTIFICATE REQUEST-----\n"
                        + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE REQUEST-----\n";
            } catch (IOException | OperatorCreationException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static CertificateSubject subject(Provider provider) {
        return new CertificateSubject(SubjectKind.PROVIDER, provider.id());
    }

    private IssuedCertificate certificate(Kind kind, String request) {
        return issueCertificate.execute(IssueCertificate.Command.of(subject(shop), request, kind.csr(kind.pair())));
    }

    private static String publicId(IssuedCertificate certificate) {
        return PublicId.format(IssuedCertificate.PREFIX, certificate.id());
    }

    private String key(IssuedCertificate certificate) {
        return issueKey.executeCertified(shop.id(), publicId(certificate), "", 500)
                .keyId();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRevokedCertificateStopsItsKey(Kind kind) {
        IssuedCertificate certificate = certificate(kind, "1");
        String keyId = key(certificate);
        assertThat(key(certificate)).isEqualTo(keyId);
        ApiKey key = use(keyId);
        assertThat(key.algorithm()).isEqualTo(kind.algorithm);
        assertThat(key.provider()).isEqualTo(shop);
        revoke.execute(new RevokeCertificate.Command(certificate.id(), RevocationReason.KEY_COMPROMISE, subject(shop)));
        refused(PkiError.CERTIFICATE_REVOKED, () -> use(keyId));
        refused(PkiError.CERTIFICATE_REVOKED, () -> key(certificate));
    }

    @Test
    void anExpiredCertificateStopsItsKeyAtThatMoment() {
        IssuedCertificate certificate = certificate(Kind.ED25519, "1");
        String keyId = key(certificate);
        ApiKeys warm = new ApiKeys(database.dataSource(), clock, vault, Mode.SANDBOX);
        clock.set(certificate.notAfter());
        assertThat(warm.forSignature(keyId)).isNotNull();
        // The answer is cached; the time is judged each time.
        clock.advance(Duration.ofSeconds(1));
        refused(PkiError.CERTIFICATE_EXPIRED, () -> warm.forSignature(keyId));
    }

    @Test
    void aRenewedCertificateOverlapsWithTheOldOne() {
        IssuedCertificate old = certificate(Kind.ED25519, "1");
        String oldKey = key(old);
        IssuedCertificate fresh = renew.execute(new RenewCertificate.Command(
                subject(shop), old.id(), "2", Kind.EC.csr(Kind.EC.pair()), Duration.ofDays(7)));
        String freshKey = key(fresh);
        assertThat(freshKey).isNotEqualTo(oldKey);
        clock.advance(Duration.ofDays(7).minusMillis(1));
        assertThat(use(oldKey)).isNotNull();
        assertThat(use(freshKey)).isNotNull();
        clock.advance(Duration.ofMillis(1));
        refused(PkiError.CERTIFICATE_REVOKED, () -> use(oldKey));
        assertThat(use(freshKey)).isNotNull();
    }

    @Test
    void anothersCertificateMakesNoKey() {
        Provider other = new RegisterProvider(database.dataSource(), clock)
                .execute(new RegisterProvider.Command(ids.next(), "Other", ProviderKind.SHOP, Currency.CNY, false));
        IssuedCertificate certificate = certificate(Kind.ED25519, "1");
        refused(
                PkiError.CERTIFICATE_UNKNOWN,
                () -> issueKey.executeCertified(other.id(), publicId(certificate), "", 500));
        for (String id : List.of("crt_1", "", PublicId.format("crt", ids.next()), PublicId.format("xcr", ids.next()))) {
            refused(PkiError.CERTIFICATE_UNKNOWN, () -> issueKey.executeCertified(shop.id(), id, "", 500));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void publicKeysOfEachAlgorithmAlsoCountAlone(Kind kind) {
        byte[] der = kind.pair().getPublic().getEncoded();
        byte[] stored = kind == Kind.ED25519 ? Arrays.copyOfRange(der, der.length - 32, der.length) : der;
        String text = Base64.getEncoder().encodeToString(stored);
        IssueApiKey.Issued issued = issueKey.execute(IssueApiKey.Command.of(shop.id(), kind.algorithm, text));
        assertThat(issued.secret()).isNull();
        assertThat(use(issued.keyId()).algorithm()).isEqualTo(kind.algorithm);
        KeyAlgorithm wrong = kind == Kind.RSA ? KeyAlgorithm.SM2_SM3 : KeyAlgorithm.RSA_PSS_SHA512;
        refused(RequestError.INVALID_REQUEST, () -> issueKey.execute(IssueApiKey.Command.of(shop.id(), wrong, text)));
    }

    @Test
    void twoKeysOverlapWithinTheirTimesAndTheirEndIsTold() {
        Instant start = clock.instant();
        IssueApiKey.Command command = IssueApiKey.Command.of(shop.id(), KeyAlgorithm.HMAC_SHA256, null);
        String old =
                issueKey.execute(command, null, start.plus(Duration.ofDays(40))).keyId();
        String fresh =
                issueKey.execute(command, start.plus(Duration.ofDays(39)), null).keyId();
        refused(
                RequestError.INVALID_REQUEST,
                () -> issueKey.execute(command, start.plus(Duration.ofDays(2)), start.plus(Duration.ofDays(1))));
        assertThat(use(old)).isNotNull();
        refused(MerchantError.KEY_UNKNOWN, () -> use(fresh));
        KeyExpiryEvents events = new KeyExpiryEvents(database.dataSource(), clock, ids);
        assertThat(events.run()).isZero();
        clock.set(start.plus(Duration.ofDays(39).plusHours(1)));
        assertThat(use(old)).isNotNull();
        assertThat(use(fresh)).isNotNull();
        assertThat(events.run()).isEqualTo(1);
        assertThat(events.run()).isZero();
        clock.set(start.plus(Duration.ofDays(40)));
        refused(MerchantError.KEY_UNKNOWN, () -> use(old));
        assertThat(told()).containsExactly("api_key.expiring of " + shop.id() + " 1");
    }

    @Test
    void aCertificateThatEndsIsTold() {
        IssuedCertificate certificate = certificate(Kind.ED25519, "1");
        KeyExpiryEvents events = new KeyExpiryEvents(database.dataSource(), clock, ids);
        ExpiryWarnings warnings = new ExpiryWarnings(database.dataSource(), clock, events);
        for (int days : List.of(31, 29, 8, 6, 0)) {
            clock.set(certificate.notAfter().minus(Duration.ofDays(days)).minusSeconds(60));
            warnings.run();
            warnings.run();
        }
        assertThat(told())
                .containsExactly(
                        "certificate.expiring of " + shop.id() + " 30",
                        "certificate.expiring of " + shop.id() + " 7",
                        "certificate.expiring of " + shop.id() + " 1");
    }

    private List<String> told() {
        return JdbcClient.create(database.dataSource())
                .sql("select type, owner_id, convert_from(payload, 'UTF8')::jsonb ->> 'days' as days from outbox.event"
                        + " order by xid, seq")
                .query((row, n) -> row.getString("type") + " of " + row.getObject("owner_id", UUID.class) + " "
                        + row.getString("days"))
                .list();
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
