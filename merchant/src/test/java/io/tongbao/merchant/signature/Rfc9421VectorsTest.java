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

/** The examples of RFC 9421 appendix B.2 for the two algorithms offered. */
class Rfc9421VectorsTest {

    private static final byte[] SHARED_SECRET = Base64.getDecoder()
            .decode("uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==");
    private static final byte[] ED25519_PUBLIC = raw("MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");
    private static final byte[] ED25519_PRIVATE =
            raw("MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF");

    private static final SignedMessage TEST_REQUEST = new Message(Map.of(
            "date", "Tue, 20 Apr 2021 02:07:55 GMT",
            "content-type", "application/json",
            "content-digest",
                    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
            "content-length", "18"));

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
