package io.tongbao.merchant.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tongbao.merchant.signature.RequestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/guide/certificates.md, step by step: OpenSSL makes keys and requests, the API does the rest. */
@SuppressWarnings("NullAway.Init") // set before the tests
class CertificatesFlowTest {

    @TempDir
    static Path directory;

    private static ApiServer api;

    @BeforeAll
    static void open() throws IOException {
        api = new ApiServer();
    }

    @AfterAll
    static void close() {
        if (api != null) {
            api.close();
        }
    }

    private static String openssl(String... arguments) {
        if (!Files.isExecutable(Path.of("/usr/bin/openssl"))) {
            if ("true".equals(System.getenv("CI"))) {
                fail("openssl is not installed");
            }
            Assumptions.abort("openssl is not installed");
        }
        List<String> command = new ArrayList<>(List.of("/usr/bin/openssl"));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile(directory, "out", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String text = Files.readString(out);
            assertThat(process.exitValue()).as(command + "\n" + text).isZero();
            return text;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String base64(String file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(directory.resolve(file)));
    }

    private static String csr(String genpkey, boolean sm2) throws IOException {
        List<String> generate = new ArrayList<>(List.of("genpkey", "-out", "key.pem"));
        generate.addAll(Arrays.asList(genpkey.split(" ")));
        openssl(generate.toArray(String[]::new));
        List<String> request = new ArrayList<>(
                List.of("req", "-new", "-key", "key.pem", "-subj", "/CN=" + api.shop.publicId(), "-outform", "DER"));
        if (sm2) {
            request.addAll(List.of("-sm3", "-sigopt", "distid:1234567812345678"));
        }
        request.addAll(List.of("-out", "csr.der"));
        openssl(request.toArray(String[]::new));
        openssl("pkcs8", "-topk8", "-nocrypt", "-in", "key.pem", "-outform", "DER", "-out", "key.der");
        return base64("csr.der");
    }

    private static RequestSigner signer(String keyId, String algorithm) throws IOException {
        byte[] pkcs8 = Files.readAllBytes(directory.resolve("key.der"));
        return algorithm.equals("ed25519")
                ? RequestSigner.ed25519(keyId, Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length))
                : RequestSigner.of(keyId, algorithm, pkcs8);
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, -algorithm ED25519",
        "ecdsa-p256-sha256, -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "sm2-sm3, -algorithm SM2",
        "rsa-pss-sha512, -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
    })
    void aProviderGetsACertificateSignsWithItAndRevokesIt(String algorithm, String genpkey) throws IOException {
        String csr = csr(genpkey, algorithm.equals("sm2-sm3"));
        String body = "{\"csr\":\"" + csr + "\"}";
        ApiServer.Reply given = api.post(api.shopHmac, "/v1/certificates", body, "cert-" + algorithm);
        assertThat(given.status()).as(given.response().body()).isEqualTo(201);
        assertThat(given.text("state")).isEqualTo("valid");
        String id = given.text("id");
        assertThat(api.post(api.shopHmac, "/v1/certificates", body, "cert-" + algorithm)
                        .text("id"))
                .isEqualTo(id);
        Files.writeString(directory.resolve("leaf.pem"), given.text("pem"));
        assertThat(openssl("x509", "-in", "leaf.pem", "-noout", "-subject")).contains(api.shop.publicId());

        ApiServer.Reply key = api.post(api.shopHmac, "/v1/certificates/" + id + "/key", "{\"label\":\"till 3\"}");
        assertThat(key.status()).as(key.response().body()).isEqualTo(201);
        RequestSigner certified = signer(key.text("key_id"), algorithm);
        assertThat(api.get(certified, "/v1/balance").status()).isEqualTo(200);

        // Another provider sees nothing of it.
        assertThat(api.get(api.agentHmac, "/v1/certificates/" + id).text("code"))
                .isEqualTo("certificate_unknown");
        assertThat(api.post(api.agentHmac, "/v1/certificates/" + id + "/key", "{}")
                        .text("code"))
                .isEqualTo("certificate_unknown");
        assertThat(api.post(api.agentHmac, "/v1/certificates/" + id + "/revoke", "{}")
                        .text("code"))
                .isEqualTo("certificate_unknown");

        ApiServer.Reply revoked =
                api.post(certified, "/v1/certificates/" + id + "/revoke", "{\"reason\":\"key_compromise\"}");
        assertThat(revoked.text("state")).as(revoked.response().body()).isEqualTo("revoked");
        assertThat(revoked.text("revocation_reason")).isEqualTo("key_compromise");
        assertThat(stopped(certified)).isEqualTo("certificate_revoked");
        assertThat(api.post(api.shopHmac, "/v1/certificates", body, "again-" + algorithm)
                        .text("code"))
                .isEqualTo("certificate_key_compromised");
    }

    /** A key's answer is kept for less than a second: ask until that is over. */
    private static String stopped(RequestSigner signer) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        ApiServer.Reply reply = api.get(signer, "/v1/balance");
        while (reply.status() == 200 && System.nanoTime() < end) {
            reply = api.get(signer, "/v1/balance");
        }
        return reply.text("code");
    }

    @Test
    void aCertificateIsRenewedWithAnOverlap() throws IOException {
        ApiServer.Reply old =
                api.post(api.shopHmac, "/v1/certificates", "{\"csr\":\"" + csr("-algorithm ED25519", false) + "\"}");
        String renewal = "{\"overlap_days\":3,\"csr\":\"" + csr("-algorithm ED25519", false) + "\"}";
        ApiServer.Reply fresh = api.post(api.shopHmac, "/v1/certificates/" + old.text("id") + "/renew", renewal);
        assertThat(fresh.status()).as(fresh.response().body()).isEqualTo(201);
        ApiServer.Reply overlapping = api.get(api.shopHmac, "/v1/certificates/" + old.text("id"));
        assertThat(overlapping.text("state")).isEqualTo("valid");
        assertThat(overlapping.text("ends_at")).isNotEmpty();
        assertThat(api.get(api.shopHmac, "/v1/certificates").response().body())
                .contains(old.text("id"), fresh.text("id"));
    }

    @Test
    void badRequestsHaveTheirCodes() throws IOException {
        assertThat(code("{\"csr\":\"AAAA\"}")).isEqualTo("csr_malformed");
        assertThat(code("{\"csr\":\"####\"}")).isEqualTo("csr_malformed");
        assertThat(code("{\"csr\":\"" + "A".repeat(14_000) + "\"}")).isEqualTo("csr_too_large");
        assertThat(code("{}")).isEqualTo("missing_field");
        assertThat(code("{\"csr\":\"" + "A".repeat(100_000) + "\"}")).isEqualTo("body_too_large");
        assertThat(code("{\"csr\":\"" + csr("-algorithm RSA -pkeyopt rsa_keygen_bits:1024", false) + "\"}"))
                .isEqualTo("csr_key_too_weak");
        ApiServer.Reply untrusted = api.post(
                api.shopHmac,
                "/v1/external-certificates",
                "{\"chain\":\"AAAA\",\"csr\":\"" + csr("-algorithm ED25519", false) + "\"}");
        assertThat(untrusted.text("code")).as(untrusted.response().body()).isEqualTo("certificate_not_trusted");
    }

    private static String code(String body) {
        return api.post(api.shopHmac, "/v1/certificates", body).text("code");
    }
}
