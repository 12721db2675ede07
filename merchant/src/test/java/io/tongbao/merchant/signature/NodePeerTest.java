package io.tongbao.merchant.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another maker's implementation of RFC 9421, npm {@code http-message-signatures}, reads ours and is read by us. */
class NodePeerTest {

    private static final String PACKAGE = "http-message-signatures@1.0.6";
    private static final String URL = "https://pay.example/v1/payments?a=b";

    @TempDir
    private static Path directory;

    /** Skipped by name on a laptop, a failure in continuous integration. */
    private static void require(boolean isThere, String otherwise) {
        if (!isThere && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(otherwise);
        }
        Assumptions.assumeTrue(isThere, otherwise);
    }

    @BeforeAll
    static void install() throws IOException {
        require(run("node", "--version") == 0, "node is not installed");
        require(
                run("npm", "install", "--no-audit", "--no-fund", "--silent", PACKAGE) == 0,
                PACKAGE + " cannot be had from npm");
        Files.writeString(directory.resolve("peer.js"), """
                const fs = require('fs'), crypto = require('crypto');
                const { httpbis, createSigner, createVerifier } = require('http-message-signatures');
                const [mode, alg] = process.argv.slice(2);
                const message = JSON.parse(fs.readFileSync('message.json', 'utf8'));
                const der = (name, type, kind) => alg === 'hmac-sha256'
                    ? fs.readFileSync(name)
                    : (kind === 'private' ? crypto.createPrivateKey : crypto.createPublicKey)({ key: fs.readFileSync(name), format: 'der', type });
                (async () => {
                  if (mode === 'verify') {
                    const ok = await httpbis.verifyMessage({
                      keyLookup: async () => ({ id: 'key_1', algs: [alg], verify: createVerifier(der('public.der', 'spki', 'public'), alg) }),
                    }, message);
                    process.exit(ok === true ? 0 : 3);
                  }
                  const signed = await httpbis.signMessage({
                    key: createSigner(der('private.der', 'pkcs8', 'private'), alg, 'key_1'),
                    fields: ['@method', '@target-uri', 'content-digest', 'idempotency-key'],
                    paramValues: { created: new Date(1770000000000) },
                  }, message);
                  fs.writeFileSync('input.txt', signed.headers['Signature-Input']);
                  fs.writeFileSync('signature.txt', signed.headers['Signature']);
                })();
                """);
    }

    private static int run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("out.txt").toFile())
                    .start();
            return process.waitFor(120, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator =
                switch (algorithm) {
                    case "ecdsa-p256-sha256" -> KeyPairGenerator.getInstance("EC");
                    case "rsa-pss-sha512" -> KeyPairGenerator.getInstance("RSA");
                    default -> KeyPairGenerator.getInstance("Ed25519");
                };
        if (algorithm.equals("ecdsa-p256-sha256")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }

    private record Keys(RequestSigner signer, VerificationKey verifier) {}

    private static Keys keys(String algorithm) throws GeneralSecurityException, IOException {
        if (algorithm.equals("hmac-sha256")) {
            String secret = "sk_test_0123456789abcdef";
            Files.writeString(directory.resolve("public.der"), secret);
            Files.writeString(directory.resolve("private.der"), secret);
            return new Keys(
                    RequestSigner.hmacSha256("key_1", secret),
                    VerificationKey.hmacSha256(secret.getBytes(StandardCharsets.US_ASCII)));
        }
        KeyPair pair = pair(algorithm);
        byte[] secret = pair.getPrivate().getEncoded();
        byte[] spki = pair.getPublic().getEncoded();
        Files.write(directory.resolve("public.der"), spki);
        Files.write(directory.resolve("private.der"), secret);
        return switch (algorithm) {
            case "ed25519" ->
                new Keys(
                        RequestSigner.ed25519("key_1", Arrays.copyOfRange(secret, secret.length - 32, secret.length)),
                        VerificationKey.ed25519(VerificationKey.ed25519PublicKeyOf(spki)));
            case "ecdsa-p256-sha256" ->
                new Keys(RequestSigner.of("key_1", algorithm, secret), VerificationKey.ecdsaP256Sha256(spki));
            default -> new Keys(RequestSigner.of("key_1", algorithm, secret), VerificationKey.rsaPssSha512(spki));
        };
    }

    private static void write(String method, Map<String, String> headers) throws IOException {
        List<String> members = new ArrayList<>();
        headers.forEach((name, value) -> members.add("\"" + name + "\":\"" + value.replace("\"", "\\\"") + "\""));
        Files.writeString(
                directory.resolve("message.json"),
                "{\"method\":\"" + method + "\",\"url\":\"" + URL + "\",\"headers\":{" + String.join(",", members)
                        + "}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "hmac-sha256", "ecdsa-p256-sha256", "rsa-pss-sha512"})
    void nodeVerifiesWhatWeSign(String algorithm) throws GeneralSecurityException, IOException {
        Keys keys = keys(algorithm);
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = keys.signer()
                .sign("POST", URI.create(URL), "k-1", body, Instant.now().minusSeconds(2));
        write("POST", headers);
        assertThat(run("node", "peer.js", "verify", algorithm))
                .as(Files.readString(directory.resolve("out.txt")))
                .isZero();
        write("PUT", headers);
        assertThat(run("node", "peer.js", "verify", algorithm)).isNotZero();
    }

    /** Not RSA-PSS: that library salts with as much as fits, where RFC 9421 §3.3.1 says 64 octets. */
    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "hmac-sha256", "ecdsa-p256-sha256"})
    void weVerifyWhatNodeSigns(String algorithm) throws GeneralSecurityException, IOException {
        Keys keys = keys(algorithm);
        Map<String, String> headers = Map.of(
                "Content-Digest",
                ContentDigest.sha256("{}".getBytes(StandardCharsets.UTF_8)),
                "Idempotency-Key",
                "k-1");
        write("POST", headers);
        assertThat(run("node", "peer.js", "sign", algorithm))
                .as(Files.readString(directory.resolve("out.txt")))
                .isZero();
        SignatureInput input = SignatureInput.parse(
                Files.readString(directory.resolve("input.txt")),
                Files.readString(directory.resolve("signature.txt")),
                List.of("key_"));
        assertThatCode(() -> SignaturePolicy.DEFAULT.verify(new Message(headers), input, keys.verifier()))
                .doesNotThrowAnyException();
    }

    private record Message(Map<String, String> headers) implements SignedMessage {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String scheme() {
            return "https";
        }

        @Override
        public String authority() {
            return "pay.example";
        }

        @Override
        public String path() {
            return "/v1/payments";
        }

        @Override
        public String query() {
            return "a=b";
        }

        @Override
        public @Nullable String field(String lowerCaseName) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(lowerCaseName))
                    .map(header -> Objects.requireNonNull(header.getValue()))
                    .findFirst()
                    .orElse(null);
        }
    }
}
