package io.tongbao.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.testkit.FakeClock;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // set before the tests
class IssueCertificateTest {

    private static final FakeClock CLOCK = new FakeClock();
    private static PkiFixture pki;

    @BeforeAll
    static void open() {
        pki = new PkiFixture(CLOCK, EnumSet.allOf(KeyFamily.class));
    }

    @AfterAll
    static void close() {
        pki.close();
    }

    private static IssuedCertificate issue(CertificateSubject subject, String requestKey, String csr) {
        return pki.issue.execute(IssueCertificate.Command.of(subject, requestKey, csr));
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void certifiesEachKeyTypeUnderItsAuthority(KeyType type) throws Exception {
        CertificateSubject shop = pki.provider();
        IssuedCertificate given = issue(shop, "1", Requests.csr(type));
        assertThat(given.keyType()).isEqualTo(type);
        assertThat(given.authority()).isEqualTo(type.issuer().word() + "-issuing-1");
        assertThat(given.state(CLOCK.instant())).isEqualTo(IssuedCertificate.State.VALID);
        assertThat(Duration.between(CLOCK.instant(), given.notAfter()))
                .isBetween(Duration.ofDays(364), Duration.ofDays(365));
        X509CertificateHolder certificate = Authority.holder(given.der());
        assertThat(certificate
                        .getSubject()
                        .getRDNs(BCStyle.CN)[0]
                        .getFirst()
                        .getValue()
                        .toString())
                .isEqualTo(shop.publicId());
        assertThat(KeyUsage.fromExtensions(certificate.getExtensions()).hasUsages(KeyUsage.digitalSignature))
                .isTrue();
        assertThat(BasicConstraints.fromExtensions(certificate.getExtensions()).isCA())
                .isFalse();
        assertThat(ExtendedKeyUsage.fromExtensions(certificate.getExtensions())
                        .hasKeyPurposeId(KeyPurposeId.id_kp_clientAuth))
                .isTrue();
        List<Authority> chain =
                pki.authorities.chain(pki.authorities.find(given.authority()).orElseThrow());
        assertThat(certificate.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .setProvider(Bc.provider())
                        .build(chain.getFirst().certificate())))
                .isTrue();
        assertThat(chain.getFirst()
                        .certificate()
                        .isSignatureValid(new JcaContentVerifierProviderBuilder()
                                .setProvider(Bc.provider())
                                .build(chain.getLast().certificate())))
                .isTrue();
        assertThat(pki.certificates.shown(given.der()))
                .map(IssuedCertificate::id)
                .contains(given.id());
        assertThat(pki.certificates.of(shop, 10)).hasSize(1);
    }

    @Test
    void theSameRequestAgainGivesTheFirstAnswer() {
        CertificateSubject shop = pki.provider();
        String csr = Requests.csr(KeyType.ED25519);
        IssuedCertificate first = issue(shop, "order-7", csr);
        assertThat(issue(shop, "order-7", csr).id()).isEqualTo(first.id());
        refused(PkiError.CERTIFICATE_REQUEST_CONFLICT, () -> issue(shop, "order-7", Requests.csr(KeyType.ED25519)));
        assertThat(issue(pki.provider(), "order-7", Requests.csr(KeyType.ED25519))
                        .id())
                .isNotEqualTo(first.id());
    }

    @Test
    void racingRepeatsGiveOneCertificate() throws Exception {
        CertificateSubject shop = pki.provider();
        String csr = Requests.csr(KeyType.EC_P256);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<IssuedCertificate>> answers = IntStream.range(0, 8)
                    .mapToObj(i -> pool.submit(() -> issue(shop, "race", csr)))
                    .toList();
            for (Future<IssuedCertificate> answer : answers) {
                assertThat(answer.get().id()).isEqualTo(answers.getFirst().get().id());
            }
        }
        assertThat(pki.certificates.of(shop, 10)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN CERTIFICATE REQUEST-----\n####\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
            })
    void garbageIsRefused(String pem) {
        refused(PkiError.CSR_MALFORMED, () -> issue(pki.provider(), "1", pem));
    }

    @Test
    void tooMuchIsRefusedWithoutReadingIt() {
        String csr = Requests.csr(KeyType.ED25519);
        refused(PkiError.CSR_TOO_LARGE, () -> issue(pki.provider(), "1", csr + " ".repeat(10 * 1024 * 1024)));
        refused(PkiError.CSR_MALFORMED, () -> issue(pki.provider(), "1", csr + csr));
    }

    @Test
    void everyCutAndEveryFlippedByteIsRefused() throws IOException {
        byte[] good = Pem.read(Requests.csr(KeyType.ED25519), List.of("CERTIFICATE REQUEST"))
                .getFirst();
        for (int i = 0; i < good.length; i++) {
            byte[] cut = Arrays.copyOf(good, i);
            byte[] flipped = good.clone();
            flipped[i] ^= 0x15;
            for (byte[] bad : List.of(cut, flipped)) {
                assertThatThrownBy(() -> Csr.read(Pem.armour("CERTIFICATE REQUEST", bad)))
                        .as("byte " + i)
                        .isInstanceOf(Refused.class)
                        .hasMessageContaining("csr_");
            }
        }
    }

    @Test
    void theKeyMustSignItsRequest() {
        KeyPair mine = Requests.pair(KeyType.EC_P256);
        KeyPair other = Requests.pair(KeyType.EC_P256);
        refused(
                PkiError.CSR_SIGNATURE_WRONG,
                () -> issue(pki.provider(), "1", Requests.csr(other, mine, "SHA256withECDSA", "", null)));
    }

    @Test
    void weakAndForeignKeysAreRefused() {
        KeyPair weak = Requests.generate("RSA", 1024);
        refused(
                PkiError.CSR_KEY_TOO_WEAK,
                () -> issue(pki.provider(), "1", Requests.csr(weak, weak, "SHA256withRSA", "", null)));
        KeyPair rsa = Requests.pair(KeyType.RSA);
        refused(
                PkiError.CSR_KEY_TOO_WEAK,
                () -> issue(pki.provider(), "1", Requests.csr(rsa, rsa, "SHA1withRSA", "", null)));
        for (String curve : List.of("secp384r1", "secp256k1", "brainpoolP256r1")) {
            KeyPair pair = Requests.ec(curve);
            refused(
                    PkiError.CSR_KEY_NOT_ALLOWED,
                    () -> issue(pki.provider(), "1", Requests.csr(pair, pair, "SHA256withECDSA", "", null)));
        }
        KeyPair ed448 = Requests.generate("Ed448", 448);
        refused(
                PkiError.CSR_KEY_NOT_ALLOWED,
                () -> issue(pki.provider(), "1", Requests.csr(ed448, ed448, "Ed448", "", null)));
    }

    @Test
    void nobodyGetsAnothersNameOrPowers() throws IOException {
        CertificateSubject shop = pki.provider();
        KeyPair pair = Requests.pair(KeyType.EC_P256);
        KeyType type = KeyType.EC_P256;
        refused(
                PkiError.CSR_SUBJECT_MISMATCH,
                () -> issue(
                        shop,
                        "1",
                        Requests.csr(pair, type, "CN=" + pki.provider().publicId(), null)));
        refused(
                PkiError.CSR_NAME_NOT_ALLOWED,
                () -> issue(shop, "1", Requests.csr(pair, type, "", san("bank.example"))));
        Extensions authority = new Extensions(
                new Extension(Extension.basicConstraints, true, new BasicConstraints(true).getEncoded()));
        refused(PkiError.CSR_AUTHORITY_NOT_ALLOWED, () -> issue(shop, "1", Requests.csr(pair, type, "", authority)));
        assertThat(issue(shop, "1", Requests.csr(pair, type, "CN=" + shop.publicId() + ",O=Whatever", null))
                        .subject())
                .isEqualTo(shop);
        refused(RequestError.INVALID_REQUEST, () -> IssueCertificate.Command.of(shop, "", "x"));
        refused(
                RequestError.INVALID_REQUEST,
                () -> new IssueCertificate.Command(shop, List.of("shop.example"), "1", "x"));
    }

    @Test
    void aServerGetsTheNamesItMayHave() throws IOException {
        CertificateSubject server = new CertificateSubject(SubjectKind.SERVER, pki.ids.next());
        KeyPair pair = Requests.pair(KeyType.EC_P256);
        IssuedCertificate given = pki.issue.execute(new IssueCertificate.Command(
                server,
                List.of("Pay.Example"),
                "1",
                Requests.csr(pair, KeyType.EC_P256, "CN=pay.example", san("pay.example"))));
        assertThat(Certificates.dnsNames(given)).containsExactly("pay.example");
        assertThat(ExtendedKeyUsage.fromExtensions(Authority.holder(given.der()).getExtensions())
                        .hasKeyPurposeId(KeyPurposeId.id_kp_serverAuth))
                .isTrue();
    }

    @Test
    void aKeyBelongsToOneSubjectAndACompromisedOneToNobody() {
        CertificateSubject shop = pki.provider();
        KeyPair pair = Requests.pair(KeyType.SM2);
        IssuedCertificate given = issue(shop, "1", Requests.csr(pair, KeyType.SM2, "", null));
        refused(
                PkiError.CERTIFICATE_KEY_IN_USE,
                () -> issue(pki.provider(), "1", Requests.csr(pair, KeyType.SM2, "", null)));
        pki.revoke.execute(new RevokeCertificate.Command(given.id(), RevocationReason.SUPERSEDED, null));
        pki.revoke.execute(new RevokeCertificate.Command(given.id(), RevocationReason.KEY_COMPROMISE, shop));
        refused(
                PkiError.CERTIFICATE_KEY_COMPROMISED,
                () -> issue(shop, "2", Requests.csr(pair, KeyType.SM2, "", null)));
    }

    @Test
    void aCompromisedKeyEndsUnderAllItsCertificates() {
        CertificateSubject shop = pki.provider();
        KeyPair pair = Requests.pair(KeyType.EC_P256);
        IssuedCertificate one = issue(shop, "1", Requests.csr(pair, KeyType.EC_P256, "", null));
        IssuedCertificate two = issue(shop, "2", Requests.csr(pair, KeyType.EC_P256, "", null));
        IssuedCertificate other = issue(shop, "3", Requests.csr(KeyType.EC_P256));
        pki.revoke.execute(new RevokeCertificate.Command(one.id(), RevocationReason.KEY_COMPROMISE, shop));
        assertThat(state(pki, two, CLOCK)).isEqualTo(IssuedCertificate.State.REVOKED);
        assertThat(state(pki, other, CLOCK)).isEqualTo(IssuedCertificate.State.VALID);
    }

    @Test
    void aSubjectHasAtMostSoManyCertificates() {
        CertificateSubject shop = pki.provider();
        for (int i = 0; i < 20; i++) {
            issue(shop, "n" + i, Requests.csr(KeyType.ED25519));
        }
        refused(PkiError.CERTIFICATE_LIMIT_REACHED, () -> issue(shop, "more", Requests.csr(KeyType.ED25519)));
    }

    @Test
    void askingAndRevokingInTurnHasAnEnd() {
        CertificateSubject shop = pki.provider();
        for (int i = 0; i < 40; i++) {
            IssuedCertificate given = issue(shop, "n" + i, Requests.csr(KeyType.ED25519));
            pki.revoke.execute(new RevokeCertificate.Command(given.id(), RevocationReason.UNSPECIFIED, shop));
        }
        refused(PkiError.CERTIFICATE_LIMIT_REACHED, () -> issue(shop, "more", Requests.csr(KeyType.ED25519)));
    }

    @Test
    void renewalOverlapsAndThenTheOldOneEnds() {
        FakeClock clock = new FakeClock();
        try (PkiFixture own = new PkiFixture(clock, EnumSet.of(KeyFamily.ED25519))) {
            CertificateSubject shop = own.provider();
            IssuedCertificate old =
                    own.issue.execute(IssueCertificate.Command.of(shop, "1", Requests.csr(KeyType.ED25519)));
            RenewCertificate.Command command = new RenewCertificate.Command(
                    shop, old.id(), "2", Requests.csr(KeyType.ED25519), Duration.ofDays(3));
            IssuedCertificate fresh = own.renew.execute(command);
            assertThat(own.renew.execute(command).id()).isEqualTo(fresh.id());
            refused(
                    PkiError.CERTIFICATE_UNKNOWN,
                    () -> own.renew.execute(new RenewCertificate.Command(
                            own.provider(), old.id(), "9", Requests.csr(KeyType.ED25519), Duration.ZERO)));
            clock.advance(Duration.ofDays(3).minusSeconds(1));
            assertThat(state(own, old, clock)).isEqualTo(IssuedCertificate.State.VALID);
            clock.advance(Duration.ofSeconds(1));
            assertThat(state(own, old, clock)).isEqualTo(IssuedCertificate.State.REVOKED);
            assertThat(own.revoke.revokeSuperseded()).isEqualTo(1);
            assertThat(own.revoke.revokeSuperseded()).isZero();
            assertThat(own.certificates.find(old.id()).orElseThrow().reason()).isEqualTo(RevocationReason.SUPERSEDED);
            assertThat(state(own, fresh, clock)).isEqualTo(IssuedCertificate.State.VALID);
            refused(
                    PkiError.CERTIFICATE_REVOKED,
                    () -> own.renew.execute(new RenewCertificate.Command(
                            shop, old.id(), "3", Requests.csr(KeyType.ED25519), Duration.ZERO)));
            clock.set(Objects.requireNonNull(fresh.notAfter()).plusSeconds(1));
            assertThat(state(own, fresh, clock)).isEqualTo(IssuedCertificate.State.EXPIRED);
        }
    }

    @Test
    void creatingAgainChangesNothingAndTheNextGenerationTakesOver() {
        try (PkiFixture own = new PkiFixture(CLOCK, EnumSet.of(KeyFamily.ED25519))) {
            IssuedCertificate before =
                    own.issue.execute(IssueCertificate.Command.of(own.provider(), "1", Requests.csr(KeyType.ED25519)));
            own.create.execute(EnumSet.of(KeyFamily.ED25519));
            assertThat(own.authorities.list()).hasSize(2);
            refused(
                    PkiError.AUTHORITY_UNAVAILABLE,
                    () -> own.issue.execute(
                            IssueCertificate.Command.of(own.provider(), "1", Requests.csr(KeyType.EC_P256))));
            Authority second = own.create.nextIssuing(KeyFamily.ED25519);
            assertThat(second.name()).isEqualTo("ed25519-issuing-2");
            IssuedCertificate after =
                    own.issue.execute(IssueCertificate.Command.of(own.provider(), "1", Requests.csr(KeyType.ED25519)));
            assertThat(after.authority()).isEqualTo("ed25519-issuing-2");
            // The first generation still answers for what it gave.
            own.revoke.execute(new RevokeCertificate.Command(before.id(), RevocationReason.UNSPECIFIED, null));
            assertThat(own.lists.current("ed25519-issuing-1").orElseThrow().number())
                    .isEqualTo(1);
            // A revoked authority takes all it gave with it.
            own.revoke.execute(new RevokeCertificate.Command(second.id(), RevocationReason.CA_COMPROMISE, null));
            assertThat(state(own, after, CLOCK)).isEqualTo(IssuedCertificate.State.REVOKED);
            refused(
                    PkiError.AUTHORITY_UNAVAILABLE,
                    () -> own.issue.execute(
                            IssueCertificate.Command.of(own.provider(), "1", Requests.csr(KeyType.ED25519))));
        }
    }

    private static IssuedCertificate.State state(PkiFixture own, IssuedCertificate certificate, FakeClock clock) {
        return own.certificates.find(certificate.id()).orElseThrow().state(clock.instant());
    }

    private static Extensions san(String dns) throws IOException {
        ExtensionsGenerator wishes = new ExtensionsGenerator();
        wishes.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, dns)));
        return wishes.generate();
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
