package io.tongbao.merchant.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureAlgorithmsTest {

    private static final BouncyCastleProvider BC = new BouncyCastleProvider();
    private static final URI TARGET = URI.create("https://pay.example/v1/payments?a=b");

    private static KeyPair pair(String algorithm) {
        try {
            return switch (algorithm) {
                case "ecdsa-p256-sha256" -> ec("secp256r1");
                case "sm2-sm3" -> ec("sm2p256v1");
                default -> rsa(2048);
            };
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BC);
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static VerificationKey key(String algorithm, byte[] publicKey) {
        return switch (algorithm) {
            case "ecdsa-p256-sha256" -> VerificationKey.ecdsaP256Sha256(publicKey);
            case "sm2-sm3" -> VerificationKey.sm2Sm3(publicKey);
            default -> VerificationKey.rsaPssSha512(publicKey);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecdsa-p256-sha256", "rsa-pss-sha512", "sm2-sm3"})
    void whatIsSignedVerifiesAndNothingElseDoes(String algorithm) {
        KeyPair pair = pair(algorithm);
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = RequestSigner.of(
                        "key_1", algorithm, pair.getPrivate().getEncoded())
                .sign("POST", TARGET, "k-1", body, Instant.ofEpochSecond(1_770_000_000));
        SignatureInput input = SignatureInput.parse(
                Objects.requireNonNull(headers.get("Signature-Input")),
                Objects.requireNonNull(headers.get("Signature")),
                List.of("key_"));
        VerificationKey key = key(algorithm, pair.getPublic().getEncoded());
        assertThat(key.algorithm()).isEqualTo(algorithm);
        assertThatCode(() -> SignaturePolicy.DEFAULT.verify(new Message("POST", headers), input, key))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> SignaturePolicy.DEFAULT.verify(new Message("PUT", headers), input, key))
                .hasMessageContaining("signature_wrong");
        VerificationKey other = key(algorithm, pair(algorithm).getPublic().getEncoded());
        assertThatThrownBy(() -> SignaturePolicy.DEFAULT.verify(new Message("POST", headers), input, other))
                .hasMessageContaining("signature_wrong");
        assertThat(key.verify(body, new byte[0])).isFalse();
        assertThat(key.verify(body, new byte[64])).isFalse();
        assertThat(key.verify(body, new byte[10_000])).isFalse();
    }

    /** OpenSSL 3 made key and signature, with -sigopt distid:1234567812345678; its DER became r ‖ s here. */
    @Test
    void sm2AgreesWithOpenssl() {
        byte[] publicKey = HexFormat.of()
                .parseHex(
                        "3059301306072a8648ce3d020106082a811ccf5501822d03420004be0fc679c8960685a84da0309247bd47dbadd012d3f91d163078634f7089f084e60693ff76ba6ffbb2f26bae77beb380f26e3d3664bd85af1f30fa1fc89ffdb7");
        byte[] signature = HexFormat.of()
                .parseHex(
                        "c45675d72f251812834c5efa0b8554032252084434ace5e338d51617e51233369849b5e7214a25e3feec2a3e2581658c52b80f6f54a9382ae2c96077e72b8202");
        VerificationKey key = VerificationKey.sm2Sm3(publicKey);
        assertThat(key.verify("Tongbao 通宝".getBytes(StandardCharsets.UTF_8), signature))
                .isTrue();
        assertThat(key.verify("Tongbao".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
    }

    @Test
    void keysThatDoNotFitAreRefused() throws GeneralSecurityException {
        byte[] p256 = ec("secp256r1").getPublic().getEncoded();
        byte[] p384 = ec("secp384r1").getPublic().getEncoded();
        byte[] sm2 = ec("sm2p256v1").getPublic().getEncoded();
        byte[] weak = rsa(1024).getPublic().getEncoded();
        for (byte[] bad : List.of(p384, sm2, weak, new byte[0], new byte[91])) {
            assertThatThrownBy(() -> VerificationKey.ecdsaP256Sha256(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        for (byte[] bad : List.of(p256, p384, weak, new byte[0], new byte[91])) {
            assertThatThrownBy(() -> VerificationKey.sm2Sm3(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        for (byte[] bad : List.of(p256, sm2, weak, new byte[0], new byte[91])) {
            assertThatThrownBy(() -> VerificationKey.rsaPssSha512(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] anyKey = ec("secp256r1").getPrivate().getEncoded();
        assertThatThrownBy(() -> RequestSigner.of("key_1", "rsa-v1_5-sha256", anyKey))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RequestSigner.of("key_1", "sm2-sm3", anyKey))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private record Message(String method, Map<String, String> headers) implements SignedMessage {
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
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
    }
}
