package io.tongbao.merchant.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The examples of RFC 9421 appendix B.2 for the algorithms offered. */
class Rfc9421VectorsTest {

    private static final byte[] SHARED_SECRET = Base64.getDecoder()
            .decode("uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==");
    private static final byte[] ED25519_PUBLIC = raw("MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");
    private static final byte[] ED25519_PRIVATE =
            raw("MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF");

    private static final byte[] RSA_PSS_PUBLIC = Base64.getDecoder()
            .decode("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2"
                    + "+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+"
                    + "oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq"
                    + "gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W"
                    + "Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4"
                    + "aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI"
                    + "2wIDAQAB");
    private static final byte[] ECC_P256_PUBLIC = Base64.getDecoder()
            .decode("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf"
                    + "w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==");

    private static final SignedMessage TEST_REQUEST = new Message(Map.of(
            "date", "Tue, 20 Apr 2021 02:07:55 GMT",
            "content-type", "application/json",
            "content-digest",
                    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
            "content-length", "18"));

    @Test
    void rsaPssOfB21() {
        SignatureInput input = SignatureInput.parse(
                "sig-b21=();created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\"",
                "sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopem"
                        + "LJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG"
                        + "52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx"
                        + "2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6"
                        + "UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3"
                        + "+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==:",
                List.of("test-"));
        verified(input, VerificationKey.rsaPssSha512(RSA_PSS_PUBLIC));
    }

    /** It covers a single query parameter, which requests to us cannot: the text that was signed is given whole. */
    @Test
    void rsaPssOfB22() {
        String base = """
                "@authority": example.com
                "content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:
                "@query-param";name="Pet": dog
                "@signature-params": ("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example\"""";
        String signature =
                "LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSow"
                        + "OB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh6"
                        + "2s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0"
                        + "rQl3/XaVe4bXTugEjHSw==";
        VerificationKey key = VerificationKey.rsaPssSha512(RSA_PSS_PUBLIC);
        byte[] message = base.getBytes(StandardCharsets.US_ASCII);
        assertThat(key.verify(message, Base64.getDecoder().decode(signature))).isTrue();
        message[0] ^= 1;
        assertThat(key.verify(message, Base64.getDecoder().decode(signature))).isFalse();
    }

    @Test
    void rsaPssOfB23() {
        SignatureInput input = SignatureInput.parse(
                "sig-b23=(\"date\" \"@method\" \"@path\" \"@query\" \"@authority\" \"content-type\" \"content-digest\""
                        + " \"content-length\");created=1618884473;keyid=\"test-key-rsa-pss\"",
                "sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yB"
                        + "iMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fU"
                        + "xN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1"
                        + "pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9"
                        + "bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5Z"
                        + "JzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==:",
                List.of("test-"));
        verified(input, VerificationKey.rsaPssSha512(RSA_PSS_PUBLIC));
    }

    /** It signs a response, which we never read: the text that was signed is given whole. */
    @Test
    void ecdsaOfB24() {
        String base = """
                "@status": 200
                "content-type": application/json
                "content-digest": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:
                "content-length": 23
                "@signature-params": ("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256\"""";
        byte[] signature = Base64.getDecoder()
                .decode("wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==");
        VerificationKey key = VerificationKey.ecdsaP256Sha256(ECC_P256_PUBLIC);
        byte[] message = base.getBytes(StandardCharsets.US_ASCII);
        assertThat(key.verify(message, signature)).isTrue();
        signature[40] ^= 1;
        assertThat(key.verify(message, signature)).isFalse();
    }

    private static void verified(SignatureInput input, VerificationKey key) {
        assertThatCode(() -> SignaturePolicy.DEFAULT.verify(TEST_REQUEST, input, key))
                .doesNotThrowAnyException();
    }

    @Test
    void hmacSha256OfB25() {
        SignatureInput input = SignatureInput.parse(
                "sig-b25=(\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"",
                "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:",
                List.of("test-"));
        assertThat(SignatureBase.of(TEST_REQUEST, input.components(), input.parameters()))
                .isEqualTo("""
                        "date": Tue, 20 Apr 2021 02:07:55 GMT
                        "@authority": example.com
                        "content-type": application/json
                        "@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret\"""");
        assertThatCode(() ->
                        SignaturePolicy.DEFAULT.verify(TEST_REQUEST, input, VerificationKey.hmacSha256(SHARED_SECRET)))
                .doesNotThrowAnyException();
    }

    @Test
    void ed25519OfB26() {
        SignatureInput input = SignatureInput.parse(
                "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")"
                        + ";created=1618884473;keyid=\"test-key-ed25519\"",
                "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
                List.of("test-"));
        VerificationKey key = VerificationKey.ed25519(ED25519_PUBLIC);
        assertThatCode(() -> SignaturePolicy.DEFAULT.verify(TEST_REQUEST, input, key))
                .doesNotThrowAnyException();
        assertThat(VerificationKey.ed25519PublicKey(ED25519_PRIVATE)).isEqualTo(ED25519_PUBLIC);
    }

    @Test
    void aMismatchShowsTheBaseWeComputed() {
        SignatureInput input = SignatureInput.parse(
                "sig1=(\"@method\" \"@target-uri\");created=1618884473;keyid=\"test-shared-secret\"",
                "sig1=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:",
                List.of("test-"));
        assertThatThrownBy(() ->
                        SignaturePolicy.DEFAULT.verify(TEST_REQUEST, input, VerificationKey.hmacSha256(SHARED_SECRET)))
                .hasMessageContaining("signature_wrong")
                .hasMessageContaining("\"@target-uri\": https://example.com/foo?param=Value&Pet=dog");
    }

    @Test
    void contentDigestOfTheTestRequest() {
        byte[] body = "{\"hello\": \"world\"}".getBytes(StandardCharsets.UTF_8);
        String digest = Objects.requireNonNull(TEST_REQUEST.field("content-digest"));
        assertThatCode(() -> ContentDigest.check(digest, body)).doesNotThrowAnyException();
        assertThat(ContentDigest.sha256(body)).isEqualTo("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
        assertThatThrownBy(() -> ContentDigest.check(digest, new byte[] {1}))
                .hasMessageContaining("content_digest_mismatch");
        assertThatThrownBy(() -> ContentDigest.check("md5=:AAAA:", body))
                .hasMessageContaining("content_digest_malformed");
    }

    private static byte[] raw(String der) {
        byte[] bytes = Base64.getDecoder().decode(der);
        return Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length);
    }

    private record Message(Map<String, String> fields) implements SignedMessage {
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
            return "example.com";
        }

        @Override
        public String path() {
            return "/foo";
        }

        @Override
        public String query() {
            return "param=Value&Pet=dog";
        }

        @Override
        public @Nullable String field(String lowerCaseName) {
            return fields.get(lowerCaseName);
        }
    }
}
