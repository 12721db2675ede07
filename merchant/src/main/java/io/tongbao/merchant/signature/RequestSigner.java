package io.tongbao.merchant.signature;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;

/** Signs requests the way the API wants them: for clients, tests and benchmarks. Thread-safe. */
public final class RequestSigner {

    private final String keyId;
    private final String algorithm;
    private final UnaryOperator<byte[]> sign;

    private RequestSigner(String keyId, String algorithm, UnaryOperator<byte[]> sign) {
        this.keyId = keyId;
        this.algorithm = algorithm;
        this.sign = sign;
    }

    /**
     * @param keyId {@code key_…} of a provider or {@code dev_…} of a payer's device
     * @param privateKey raw, 32 bytes
     */
    public static RequestSigner ed25519(String keyId, byte[] privateKey) {
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(privateKey, 0);
        return new RequestSigner(keyId, "ed25519", message -> {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        });
    }

    /**
     * @param secret as issued, {@code sk_test_…}: its characters are the key
     */
    public static RequestSigner hmacSha256(String keyId, String secret) {
        SecretKeySpec key = new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
        return new RequestSigner(keyId, "hmac-sha256", message -> VerificationKey.HmacSha256.mac(key, message));
    }

    /**
     * {@code ecdsa-p256-sha256}, {@code rsa-pss-sha512} or {@code sm2-sm3}.
     *
     * @param privateKeyDer PKCS#8
     * @throws IllegalArgumentException for another algorithm or a key that does not fit it
     */
    public static RequestSigner of(String keyId, String algorithm, byte[] privateKeyDer) {
        return switch (algorithm) {
            case PlatformKey.ECDSA, PlatformKey.RSA_PSS ->
                new RequestSigner(keyId, algorithm, PlatformKey.signer(algorithm, privateKeyDer));
            case Sm2Key.NAME -> new RequestSigner(keyId, algorithm, Sm2Key.signer(privateKeyDer));
            default -> throw new IllegalArgumentException("no such algorithm: " + algorithm);
        };
    }

    /**
     * The headers to add to a request, in order; Idempotency-Key is among them when given.
     *
     * @param body null for a request without one
     */
    public Map<String, String> sign(
            String method, URI target, @Nullable String idempotencyKey, byte @Nullable [] body, Instant created) {
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> components = new ArrayList<>(List.of("@method", "@target-uri"));
        if (body != null) {
            headers.put("Content-Digest", ContentDigest.sha256(body));
            components.add("content-digest");
        }
        if (idempotencyKey != null) {
            headers.put("Idempotency-Key", idempotencyKey);
            components.add("idempotency-key");
        }
        Map<String, BareItem> parameters = new LinkedHashMap<>();
        parameters.put("created", new BareItem.IntegerItem(created.getEpochSecond()));
        parameters.put("keyid", new BareItem.StringItem(keyId));
        parameters.put("alg", new BareItem.StringItem(algorithm));
        String text = SignatureInput.serialize(components, parameters);
        String base = SignatureBase.of(new Message(method, target, headers), components, text);
        byte[] signature = sign.apply(base.getBytes(StandardCharsets.ISO_8859_1));
        headers.put("Signature-Input", "sig1=" + text);
        headers.put("Signature", "sig1=:" + Base64.getEncoder().encodeToString(signature) + ':');
        return headers;
    }

    private record Message(String method, URI target, Map<String, String> headers) implements SignedMessage {

        @Override
        public String scheme() {
            return target.getScheme().toLowerCase(Locale.ROOT);
        }

        @Override
        public String authority() {
            return target.getRawAuthority().toLowerCase(Locale.ROOT);
        }

        @Override
        public String path() {
            return target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        }

        @Override
        public @Nullable String query() {
            return target.getRawQuery();
        }

        @Override
        public @Nullable String field(String lowerCaseName) {
            for (Map.Entry<String, String> header : headers.entrySet()) {
                if (header.getKey().equalsIgnoreCase(lowerCaseName)) {
                    return header.getValue();
                }
            }
            return null;
        }
    }
}
