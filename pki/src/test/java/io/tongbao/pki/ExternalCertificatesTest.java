package io.tongbao.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.pki.ExternalCertificate.Standing;
import io.tongbao.pki.OcspServer.Manner;
import io.tongbao.pki.TrustAnchor.OnSilence;
import io.tongbao.testkit.FakeClock;
import io.tongbao.vault.Vault;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another installation's authority plays the licensed outside one; it answers on loopback, well or badly. */
@SuppressWarnings("NullAway.Init") // set before each test
class ExternalCertificatesTest {

    private final FakeClock clock = new FakeClock();
    private OcspServer server;
    private PkiFixture outside;
    private PkiFixture pki;
    private StatusFetch fetch;
    private TrustAnchors anchors;
    private ExternalCertificates external;
    private CertificateSubject shop;

    @BeforeEach
    void open() {
        server = new OcspServer();
        outside = new PkiFixture(
                clock,
                PkiPolicy.of(URI.create(server.base())),
                new SealedKeys(Vault.inMemory()),
                EnumSet.allOf(KeyFamily.class));
        server.pki.set(outside);
        pki = new PkiFixture(clock, EnumSet.noneOf(KeyFamily.class));
        anchors = new TrustAnchors(pki.database.dataSource(), clock, pki.ids);
        // More patience than any honest answer needs, however busy the machine.
        fetchWithin(Duration.ofMinutes(1));
        shop = pki.provider();
    }

    private void fetchWithin(Duration wholeTime) {
        fetch = new StatusFetch(
                clock, new StatusFetch.Bounds(wholeTime, 100_000, Duration.ofMinutes(30), Duration.ofSeconds(30)));
        external = new ExternalCertificates(pki.database.dataSource(), clock, pki.ids, anchors, fetch);
    }

    @AfterEach
    void close() {
        fetch.close();
        server.close();
        pki.close();
        outside.close();
    }

    private String pem(String authority) {
        return outside.authorities.find(authority).orElseThrow().pem();
    }

    private IssuedCertificate given(KeyPair pair, KeyType type) {
        return outside.issue.execute(
                IssueCertificate.Command.of(outside.provider(), "1", Requests.csr(pair, type, "", null)));
    }

    private ExternalCertificate accept(IssuedCertificate certificate, KeyPair pair) {
        return external.accept(
                shop,
                certificate.pem() + pem(certificate.authority()),
                Requests.csr(pair, certificate.keyType(), "", null));
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void acceptsWhatAnAnchorVouchesForAndStopsWhatItRevokes(KeyType type) {
        anchors.install("licensed", pem(type.issuer().word() + "-root-1"), OnSilence.REFUSE);
        KeyPair pair = Requests.pair(type);
        IssuedCertificate certificate = given(pair, type);
        ExternalCertificate accepted = accept(certificate, pair);
        assertThat(accepted.keyType()).isEqualTo(type);
        assertThat(accept(certificate, pair).id()).isEqualTo(accepted.id());
        outside.revoke.execute(new RevokeCertificate.Command(certificate.id(), RevocationReason.KEY_COMPROMISE, null));
        assertThat(external.recheck()).isZero();
        clock.advance(ExternalCertificates.RECHECK_AFTER);
        assertThat(external.recheck()).isEqualTo(1);
        refused(
                PkiError.CERTIFICATE_REVOKED,
                () -> pki.certificates.findExternal(accepted.id()).orElseThrow().requireValid(clock.instant()));
        refused(PkiError.CERTIFICATE_REVOKED, () -> accept(certificate, pair));
    }

    @Test
    void withoutOcspTheListCounts() {
        anchors.install("licensed", pem("p256-root-1"), OnSilence.REFUSE);
        server.behave(Manner.LISTS_ONLY);
        KeyPair pair = Requests.pair(KeyType.EC_P256);
        IssuedCertificate certificate = given(pair, KeyType.EC_P256);
        accept(certificate, pair);
        outside.revoke.execute(new RevokeCertificate.Command(certificate.id(), RevocationReason.UNSPECIFIED, null));
        fetch.forget();
        refused(PkiError.CERTIFICATE_REVOKED, () -> accept(certificate, pair));
    }

    @ParameterizedTest
    @EnumSource(names = {"BROKEN", "HANGING", "ENDLESS", "LYING"})
    void silenceIsWhatTheAnchorSays(Manner manner) {
        fetch.close();
        fetchWithin(Duration.ofMillis(400));
        server.behave(manner);
        KeyPair pair = Requests.pair(KeyType.ED25519);
        IssuedCertificate certificate = given(pair, KeyType.ED25519);
        anchors.install("strict", pem("ed25519-root-1"), OnSilence.REFUSE);
        refused(PkiError.CERTIFICATE_STATUS_UNAVAILABLE, () -> accept(certificate, pair));
        anchors.install("lenient", pem("ed25519-root-1"), OnSilence.ACCEPT);
        assertThat(anchors.active()).hasSize(1);
        assertThat(accept(certificate, pair).standing()).isEqualTo(Standing.GOOD);
    }

    @Test
    void anAuthorityThatFallsSilentStopsItsCertificatesUntilItSpeaks() {
        anchors.install("licensed", pem("p256-root-1"), OnSilence.REFUSE);
        KeyPair pair = Requests.pair(KeyType.EC_P256);
        ExternalCertificate accepted = accept(given(pair, KeyType.EC_P256), pair);
        server.behave(Manner.BROKEN);
        clock.advance(Duration.ofHours(2));
        external.recheck();
        refused(
                PkiError.CERTIFICATE_STATUS_UNAVAILABLE,
                () -> pki.certificates.findExternal(accepted.id()).orElseThrow().requireValid(clock.instant()));
        server.behave(Manner.HONEST);
        clock.advance(Duration.ofHours(2));
        external.recheck();
        pki.certificates.findExternal(accepted.id()).orElseThrow().requireValid(clock.instant());
    }

    @Test
    void whatNoAnchorVouchesForIsRefused() {
        KeyPair pair = Requests.pair(KeyType.EC_P256);
        IssuedCertificate certificate = given(pair, KeyType.EC_P256);
        refused(PkiError.CERTIFICATE_NOT_TRUSTED, () -> accept(certificate, pair));
        anchors.install("another", pem("ed25519-root-1"), OnSilence.ACCEPT);
        refused(PkiError.CERTIFICATE_NOT_TRUSTED, () -> accept(certificate, pair));
        TrustAnchor anchor = anchors.install("right", pem("p256-root-1"), OnSilence.ACCEPT);
        String csr = Requests.csr(pair, KeyType.EC_P256, "", null);
        refused(PkiError.CERTIFICATE_NOT_TRUSTED, () -> external.accept(shop, certificate.pem(), csr));
        refused(PkiError.CERTIFICATE_NOT_TRUSTED, () -> external.accept(shop, "nonsense", csr));
        // An authority's own certificate signs no requests.
        refused(PkiError.CERTIFICATE_NOT_TRUSTED, () -> external.accept(shop, pem("p256-issuing-1"), csr));
        ExternalCertificate accepted = accept(certificate, pair);
        anchors.retire(anchor.id());
        refused(
                PkiError.CERTIFICATE_NOT_TRUSTED,
                () -> pki.certificates.findExternal(accepted.id()).orElseThrow().requireValid(clock.instant()));
        anchors.install("back", pem("p256-root-1"), OnSilence.ACCEPT);
        pki.certificates.findExternal(accepted.id()).orElseThrow().requireValid(clock.instant());
        clock.set(certificate.notAfter().plusSeconds(1));
        refused(PkiError.CERTIFICATE_EXPIRED, () -> accept(certificate, pair));
    }

    @Test
    void anothersCertificateIsNoUseWithoutItsKey() {
        anchors.install("licensed", pem("p256-root-1"), OnSilence.ACCEPT);
        KeyPair pair = Requests.pair(KeyType.EC_P256);
        IssuedCertificate certificate = given(pair, KeyType.EC_P256);
        refused(PkiError.CSR_SIGNATURE_WRONG, () -> accept(certificate, Requests.pair(KeyType.EC_P256)));
        accept(certificate, pair);
        CertificateSubject other = pki.provider();
        refused(
                PkiError.CERTIFICATE_KEY_IN_USE,
                () -> external.accept(
                        other,
                        certificate.pem() + pem(certificate.authority()),
                        Requests.csr(pair, KeyType.EC_P256, "", null)));
    }

    @Test
    void everyFlippedByteOfTheCertificateIsRefused() throws Exception {
        TrustAnchor anchor = anchors.install("licensed", pem("p256-root-1"), OnSilence.ACCEPT);
        byte[] good = given(Requests.pair(KeyType.EC_P256), KeyType.EC_P256).der();
        byte[] issuing =
                outside.authorities.find("p256-issuing-1").orElseThrow().certificateDer();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x15;
            assertThatThrownBy(() -> ExternalChain.validate(
                            ExternalChain.parse(List.of(bad, issuing)), List.of(anchor), clock.instant()))
                    .as("byte " + i)
                    .isInstanceOfAny(Refused.class, CertificateException.class);
        }
    }

    @Test
    void onlyAuthoritiesAreAnchors() {
        IssuedCertificate leaf = given(Requests.pair(KeyType.EC_P256), KeyType.EC_P256);
        refused(PkiError.TRUST_ANCHOR_NOT_ALLOWED, () -> anchors.install("x", leaf.pem(), OnSilence.REFUSE));
        refused(PkiError.TRUST_ANCHOR_NOT_ALLOWED, () -> anchors.install("x", "nonsense", OnSilence.REFUSE));
        refused(
                PkiError.TRUST_ANCHOR_NOT_ALLOWED,
                () -> anchors.install("x", pem("p256-root-1") + pem("sm2-root-1"), OnSilence.REFUSE));
        clock.advance(Duration.ofDays(30 * 365));
        refused(PkiError.TRUST_ANCHOR_NOT_ALLOWED, () -> anchors.install("x", pem("p256-root-1"), OnSilence.REFUSE));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
