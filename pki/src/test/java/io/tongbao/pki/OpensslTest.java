package io.tongbao.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.kernel.Refused;
import io.tongbao.vault.Vault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.CertificateList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenSSL makes the requests and judges what it gets. It goes by the real time, so these tests do. */
@SuppressWarnings("NullAway.Init") // set before each test
class OpensslTest {

    private static final String[] DISTID = {"-vfyopt", "distid:1234567812345678"};

    @TempDir
    Path directory;

    private Program openssl;
    private OcspServer server;
    private PkiFixture pki;

    @BeforeEach
    void open() {
        openssl = Program.find("openssl", "openssl", directory, Map.of());
        server = new OcspServer();
        pki = new PkiFixture(
                InstantSource.system(),
                PkiPolicy.of(URI.create(server.base())),
                new SealedKeys(Vault.inMemory()),
                EnumSet.allOf(KeyFamily.class));
        server.pki.set(pki);
    }

    @AfterEach
    void close() {
        server.close();
        if (pki != null) {
            pki.close();
        }
    }

    private String request(KeyType type, CertificateSubject subject) {
        switch (type) {
            case EC_P256 ->
                openssl.ok("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "key.pem");
            case ED25519 -> openssl.ok("genpkey", "-algorithm", "ED25519", "-out", "key.pem");
            case SM2 -> openssl.ok("genpkey", "-algorithm", "SM2", "-out", "key.pem");
            case RSA ->
                openssl.ok("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "key.pem");
        }
        String subj = "/CN=" + subject.publicId();
        if (type == KeyType.SM2) {
            openssl.ok(
                    "req",
                    "-new",
                    "-key",
                    "key.pem",
                    "-subj",
                    subj,
                    "-sm3",
                    "-sigopt",
                    "distid:1234567812345678",
                    "-out",
                    "csr.pem");
        } else {
            openssl.ok("req", "-new", "-key", "key.pem", "-subj", subj, "-out", "csr.pem");
        }
        return openssl.read("csr.pem");
    }

    private IssuedCertificate issue(KeyType type, String requestKey) {
        CertificateSubject subject = pki.provider();
        IssuedCertificate given =
                pki.issue.execute(IssueCertificate.Command.of(subject, requestKey, request(type, subject)));
        List<Authority> chain =
                pki.authorities.chain(pki.authorities.find(given.authority()).orElseThrow());
        openssl.write("leaf.pem", given.pem());
        openssl.write("issuing.pem", chain.getFirst().pem());
        openssl.write("root.pem", chain.getLast().pem());
        lists(chain);
        return given;
    }

    private void lists(List<Authority> chain) {
        StringBuilder both = new StringBuilder();
        for (Authority authority : chain) {
            byte[] der = pki.lists.current(authority.name()).orElseThrow().der();
            both.append(Pem.armour("X509 CRL", der));
        }
        openssl.write("lists.pem", both.toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "ED25519", "RSA"})
    void verifiesTheChainAndTheLists(KeyType type) {
        IssuedCertificate given = issue(type, "1");
        String[] verify = {
            "verify",
            "-x509_strict",
            "-check_ss_sig",
            "-crl_check_all",
            "-CRLfile",
            "lists.pem",
            "-CAfile",
            "root.pem",
            "-untrusted",
            "issuing.pem",
            "-purpose",
            "sslclient",
            "leaf.pem"
        };
        assertThat(openssl.ok(verify)).contains("leaf.pem: OK");
        // The certificate speaks for the key that OpenSSL made.
        assertThat(openssl.ok("x509", "-in", "leaf.pem", "-noout", "-pubkey"))
                .isEqualTo(openssl.ok("pkey", "-in", "key.pem", "-pubout"));
        pki.revoke.execute(new RevokeCertificate.Command(given.id(), RevocationReason.KEY_COMPROMISE, null));
        lists(pki.authorities.chain(pki.authorities.find(given.authority()).orElseThrow()));
        Program.Result revoked = openssl.run(verify);
        assertThat(revoked.code()).isNotZero();
        assertThat(revoked.text()).contains("certificate revoked");
        assertThat(openssl.ok("crl", "-in", "lists.pem", "-noout", "-text")).contains("Key Compromise");
    }

    /**
     * {@code openssl verify} applies the signer's id to the certificate it judges only, so each link is judged by itself; and
     * it has no option for the id of a list or a root, whose signatures {@code pkeyutl} checks instead.
     */
    @Test
    void verifiesEachLinkOfSm2() {
        IssuedCertificate given = issue(KeyType.SM2, "1");
        String root = "root.pem";
        assertThat(openssl.ok(with(DISTID, "verify", "-CAfile", root, "issuing.pem")))
                .contains("OK");
        assertThat(openssl.ok(with(DISTID, "verify", "-partial_chain", "-trusted", "issuing.pem", "leaf.pem")))
                .contains("OK");
        byte[] list = pki.lists.current(given.authority()).orElseThrow().der();
        CertificateList structure = CertificateList.getInstance(list);
        requireSm2("issuing.pem", structure.getTBSCertList(), structure.getSignature());
        Certificate self =
                pki.authorities.find("sm2-root-1").orElseThrow().certificate().toASN1Structure();
        requireSm2(root, self.getTBSCertificate(), self.getSignature());
    }

    private void requireSm2(String signer, ASN1Object signed, ASN1BitString signature) {
        try {
            openssl.write("tbs.der", signed.getEncoded());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        openssl.write("sig.der", signature.getOctets());
        assertThat(openssl.ok(
                        "pkeyutl",
                        "-verify",
                        "-rawin",
                        "-digest",
                        "sm3",
                        "-pkeyopt",
                        "distid:1234567812345678",
                        "-certin",
                        "-inkey",
                        signer,
                        "-in",
                        "tbs.der",
                        "-sigfile",
                        "sig.der"))
                .contains("Signature Verified Successfully");
    }

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "ED25519"})
    void asksTheResponder(KeyType type) {
        IssuedCertificate given = issue(type, "1");
        String[] ask = {
            "ocsp",
            "-issuer",
            "issuing.pem",
            "-cert",
            "leaf.pem",
            "-url",
            server.base() + "/ocsp",
            "-CAfile",
            "root.pem",
            "-resp_text"
        };
        assertThat(openssl.ok(ask)).contains("Response verify OK", "leaf.pem: good", "OCSP Nonce");
        assertThat(openssl.ok(
                        "ocsp",
                        "-issuer",
                        "issuing.pem",
                        "-serial",
                        "0x123456789abcdef0123456789abcdef0",
                        "-url",
                        server.base() + "/ocsp",
                        "-CAfile",
                        "root.pem"))
                .contains(": unknown");
        assertThat(openssl.ok(
                        "ocsp",
                        "-sha256",
                        "-no_nonce",
                        "-issuer",
                        "root.pem",
                        "-cert",
                        "issuing.pem",
                        "-url",
                        server.base() + "/ocsp",
                        "-CAfile",
                        "root.pem"))
                .contains("Response verify OK", "issuing.pem: good");
        pki.revoke.execute(new RevokeCertificate.Command(given.id(), RevocationReason.CESSATION_OF_OPERATION, null));
        assertThat(openssl.ok(ask)).contains("leaf.pem: revoked", "cessationOfOperation");
    }

    @Test
    void asksTheResponderAboutSm2() {
        issue(KeyType.SM2, "1");
        // OpenSSL has no option for the signer's id of an answer; what it says can be read all the same.
        assertThat(openssl.ok(
                        "ocsp",
                        "-noverify",
                        "-issuer",
                        "issuing.pem",
                        "-cert",
                        "leaf.pem",
                        "-url",
                        server.base() + "/ocsp"))
                .contains("leaf.pem: good");
    }

    @Test
    void anSm2RequestUnderAnotherIdIsRefused() {
        CertificateSubject subject = pki.provider();
        openssl.ok("genpkey", "-algorithm", "SM2", "-out", "key.pem");
        openssl.ok(
                "req",
                "-new",
                "-key",
                "key.pem",
                "-subj",
                "/CN=" + subject.publicId(),
                "-sm3",
                "-sigopt",
                "distid:somebodyelse",
                "-out",
                "csr.pem");
        Assertions.assertThatThrownBy(
                        () -> pki.issue.execute(IssueCertificate.Command.of(subject, "1", openssl.read("csr.pem"))))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.code()).isEqualTo(PkiError.CSR_SIGNATURE_WRONG));
    }

    private static String[] with(String[] more, String first, String... rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        all.addAll(List.of(rest));
        return all.toArray(String[]::new);
    }
}
