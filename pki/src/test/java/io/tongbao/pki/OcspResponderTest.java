package io.tongbao.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.SeededRandom;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** OCSP answers and revocation lists, read by Bouncy Castle on a clock of our own. */
@SuppressWarnings("NullAway.Init") // set before each test
class OcspResponderTest {

    private final FakeClock clock = new FakeClock();
    private PkiFixture pki;
    private DigestCalculatorProvider digests;

    @BeforeEach
    void open() throws Exception {
        pki = new PkiFixture(clock, EnumSet.allOf(KeyFamily.class));
        digests = new JcaDigestCalculatorProviderBuilder()
                .setProvider(Bc.provider())
                .build();
    }

    @AfterEach
    void close() {
        pki.close();
    }

    private byte[] request(X509CertificateHolder issuer, BigInteger serial, int nonceOctets) throws Exception {
        OCSPReqBuilder builder = new OCSPReqBuilder()
                .addRequest(new CertificateID(digests.get(CertificateID.HASH_SHA1), issuer, serial));
        if (nonceOctets >= 0) {
            builder.setRequestExtensions(new Extensions(new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                    false,
                    new DEROctetString(new byte[nonceOctets]).getEncoded())));
        }
        return builder.build().getEncoded();
    }

    private X509CertificateHolder authority(String name) {
        return pki.authorities.find(name).orElseThrow().certificate();
    }

    private BasicOCSPResp basic(byte[] der, X509CertificateHolder issuer) throws Exception {
        OCSPResp response = new OCSPResp(der);
        assertThat(response.getStatus()).isZero();
        BasicOCSPResp basic = (BasicOCSPResp) response.getResponseObject();
        assertThat(basic.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .setProvider(Bc.provider())
                        .build(issuer)))
                .isTrue();
        return basic;
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void goodThenRevokedAndStrangersUnknown(KeyType type) throws Exception {
        IssuedCertificate given =
                pki.issue.execute(IssueCertificate.Command.of(pki.provider(), "1", Requests.csr(type)));
        X509CertificateHolder issuer = authority(given.authority());
        byte[] ask = request(issuer, given.serial(), 16);
        BasicOCSPResp good = basic(pki.ocsp.answer(ask).der(), issuer);
        assertThat(good.getResponses()[0].getCertStatus()).isEqualTo(CertificateStatus.GOOD);
        assertThat(good.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)).isNotNull();
        assertThat(pki.ocsp.answer(ask).cacheSeconds()).isZero();
        pki.revoke.execute(new RevokeCertificate.Command(given.id(), RevocationReason.PRIVILEGE_WITHDRAWN, null));
        byte[] plain = request(issuer, given.serial(), -1);
        OcspResponder.Answer again = pki.ocsp.answer(Base64.getEncoder().encodeToString(plain));
        assertThat(again.cacheSeconds()).isPositive();
        assertThat(basic(again.der(), issuer).getResponses()[0].getCertStatus())
                .isInstanceOfSatisfying(RevokedStatus.class, revoked -> assertThat(revoked.getRevocationReason())
                        .isEqualTo(9));
        assertThat(basic(pki.ocsp.answer(request(issuer, BigInteger.TEN, -1)).der(), issuer)
                        .getResponses()[0]
                        .getCertStatus())
                .isInstanceOf(UnknownStatus.class);
    }

    @Test
    void aForeignAuthorityIsNotOursToSpeakFor() throws Exception {
        try (PkiFixture other = new PkiFixture(clock, EnumSet.of(KeyFamily.P256))) {
            X509CertificateHolder foreign =
                    other.authorities.find("p256-issuing-1").orElseThrow().certificate();
            assertThat(new OCSPResp(pki.ocsp
                                    .answer(request(foreign, BigInteger.TEN, -1))
                                    .der())
                            .getStatus())
                    .isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 33, 4000})
    void aNonceOfAWrongLengthIsMalformed(int octets) throws Exception {
        byte[] ask = request(authority("p256-issuing-1"), BigInteger.TEN, octets);
        assertThat(new OCSPResp(pki.ocsp.answer(ask).der()).getStatus()).isEqualTo(1);
    }

    @Test
    void whateverComesIsAnswered() throws Exception {
        SeededRandom random = SeededRandom.orElse(42);
        byte[] good = request(authority("p256-issuing-1"), BigInteger.TEN, 16);
        assertThat(new OCSPResp(pki.ocsp.answer("!!").der()).getStatus()).isEqualTo(1);
        assertThat(new OCSPResp(pki.ocsp.answer(new byte[1_000_000]).der()).getStatus())
                .isEqualTo(1);
        for (int i = 0; i < 400; i++) {
            byte[] bad = good.clone();
            int times = 1 + random.nextInt(3);
            for (int k = 0; k < times; k++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            assertThat(new OCSPResp(pki.ocsp.answer(bad).der()).getStatus())
                    .as(random.toString())
                    .isIn(0, 1, 6);
        }
    }

    @Test
    void listsAreNumberedUpwardsAndRenewedAtHalfTheirLife() throws Exception {
        String name = "p256-issuing-1";
        assertThat(pki.lists.current("nobody")).isEmpty();
        assertThat(pki.lists.publishDue()).isEqualTo(6);
        assertThat(pki.lists.publishDue()).isZero();
        assertThat(pki.lists.current(name).orElseThrow().number()).isEqualTo(1);
        List<IssuedCertificate> given = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            given.add(
                    pki.issue.execute(IssueCertificate.Command.of(pki.provider(), "1", Requests.csr(KeyType.EC_P256))));
            pki.revoke.execute(new RevokeCertificate.Command(given.get(i).id(), RevocationReason.UNSPECIFIED, null));
            // Again changes nothing.
            pki.revoke.execute(new RevokeCertificate.Command(given.get(i).id(), RevocationReason.SUPERSEDED, null));
        }
        CrlPublisher.RevocationList list = pki.lists.current(name).orElseThrow();
        assertThat(list.number()).isEqualTo(4);
        X509CRLHolder read = new X509CRLHolder(list.der());
        assertThat(read.getRevokedCertificates().size()).isEqualTo(3);
        assertThat(read.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .setProvider(Bc.provider())
                        .build(authority(name))))
                .isTrue();
        clock.advance(Duration.ofHours(12));
        CrlPublisher.RevocationList next = pki.lists.current(name).orElseThrow();
        assertThat(next.number()).isEqualTo(5);
        assertThat(next.thisUpdate()).isBefore(list.nextUpdate());
        // Long after their end the certificates leave the list.
        clock.advance(Duration.ofDays(380));
        assertThat(new X509CRLHolder(pki.lists.current(name).orElseThrow().der())
                        .getRevokedCertificates()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void anAuthoritysKeyIsNowhereInTheClear() {
        List<byte[]> references = JdbcClient.create(pki.database.dataSource())
                .sql("select key_sealed from pki.authority")
                .query((row, n) -> row.getBytes(1))
                .list();
        assertThat(references).hasSize(6).allSatisfy(reference -> {
            String hex = HexFormat.of().formatHex(reference);
            // id-ecPublicKey and id-Ed25519, as every PKCS#8 has them.
            assertThat(hex).doesNotContain("2a8648ce3d0201").doesNotContain("06032b6570");
        });
    }
}
