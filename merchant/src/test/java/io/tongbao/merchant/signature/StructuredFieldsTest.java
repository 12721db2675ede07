package io.tongbao.merchant.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Refused;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredFieldsTest {

    private static final String GOOD = "sig1=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sig1",
                "sig1=",
                "sig1=(",
                "sig1=(\"@method\"",
                "sig1=(\"@method\" \"@method\");created=1;keyid=\"key_1\"",
                "sig1=(\"@method\"\"@path\");created=1;keyid=\"key_1\"",
                "sig1=(\"@query-param\";name=\"a\");created=1;keyid=\"key_1\"",
                "sig1=(@method);created=1;keyid=\"key_1\"",
                "sig1=(\"@method\");created=1.5;keyid=\"key_1\"",
                "sig1=(\"@method\");created=1234567890123456;keyid=\"key_1\"",
                "sig1=(\"@method\");created=\"1\";keyid=\"key_1\"",
                "sig1=(\"@method\");keyid=\"key_1\"",
                "sig1=(\"@method\");created=1;created=2;keyid=\"key_1\"",
                "sig1=(\"@method\");created=1;colour=2;keyid=\"key_1\"",
                "sig1=(\"@method\");created=1;keyid=\"other\"",
                "sig1=(\"@method\");created=1;keyid=\"key_1\",",
                "sig1=(\"@method\");created=1;keyid=\"key_1\", sig1=:AA==:",
                "Sig1=(\"@method\");created=1;keyid=\"key_1\"",
                "sig2=(\"@method\");created=1;keyid=\"key_1\"",
                "sig1=(\"@method\");created=1;keyid=\"key_1"
            })
    void refusesWhatIsMalformed(String input) {
        assertThatThrownBy(() -> SignatureInput.parse(input, GOOD, List.of("key_")))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.code()).isEqualTo(SignatureError.SIGNATURE_MALFORMED));
    }

    @Property(tries = 500)
    void neverFailsOtherwise(@ForAll @StringLength(max = 200) String input) {
        try {
            SignatureInput.parse(input, GOOD, List.of("key_"));
        } catch (Refused e) {
            assertThat(e.code()).isEqualTo(SignatureError.SIGNATURE_MALFORMED);
        }
    }

    @Property(tries = 100)
    void whatWeSignIsReadBackAndVerifies(
            @ForAll @Size(32) byte[] key, @ForAll @Size(max = 300) byte[] body, @ForAll @ByteRange(min = 1) byte salt) {
        RequestSigner signer = RequestSigner.ed25519("dev_1", key);
        URI target = URI.create("http://127.0.0.1:8080/v1/payments?limit=" + salt);
        Map<String, String> headers =
                signer.sign("POST", target, "k-" + salt, body, Instant.ofEpochSecond(1_700_000_000));
        SignatureInput input = SignatureInput.parse(
                headers.getOrDefault("Signature-Input", ""), headers.getOrDefault("Signature", ""), List.of("dev_"));
        assertThat(input.components()).containsExactly("@method", "@target-uri", "content-digest", "idempotency-key");
        assertThat(input.createdEpochSeconds()).isEqualTo(1_700_000_000L);
        SignaturePolicy.DEFAULT.judge(input, true, true, Instant.ofEpochSecond(1_700_000_300));
        assertThatThrownBy(() -> SignaturePolicy.DEFAULT.judge(input, true, true, Instant.ofEpochSecond(1_700_000_301)))
                .hasMessageContaining("signature_expired");
        assertThatThrownBy(() -> SignaturePolicy.DEFAULT.judge(input, true, true, Instant.ofEpochSecond(1_699_999_969)))
                .hasMessageContaining("signature_from_future");
        ContentDigest.check(headers.getOrDefault("Content-Digest", ""), body);
    }
}
