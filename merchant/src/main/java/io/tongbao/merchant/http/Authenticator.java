package io.tongbao.merchant.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tongbao.customer.Device;
import io.tongbao.customer.Devices;
import io.tongbao.edge.Exchange;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.merchant.ApiKey;
import io.tongbao.merchant.ApiKeys;
import io.tongbao.merchant.MerchantError;
import io.tongbao.merchant.signature.ContentDigest;
import io.tongbao.merchant.signature.SignatureError;
import io.tongbao.merchant.signature.SignatureInput;
import io.tongbao.merchant.signature.SignaturePolicy;
import io.tongbao.merchant.signature.VerificationKey;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls: by an RFC 9421 signature of a provider's key or a payer's device, or by a bearer key in the sandbox.
 *
 * <p>Errors: AUTHENTICATION_REQUIRED, KEY_UNKNOWN, WRONG_MODE, BEARER_NOT_ALLOWED, PROVIDER_SUSPENDED and those of
 * {@link SignatureError}.
 */
final class Authenticator {

    private static final List<String> KEY_PREFIXES = List.of("key_", "dev_", "sk_");
    private static final String DEVICE_PREFIX = "dev";
    private static final int MOST_DEVICE_KEYS = 50_000;

    private final ApiKeys keys;
    private final Devices devices;
    private final InstantSource clock;
    private final SignaturePolicy policy = SignaturePolicy.DEFAULT;
    // A device's key never changes, only whether it is active; that is asked of the devices each time.
    private final Cache<UUID, VerificationKey> deviceKeys =
            Caffeine.newBuilder().maximumSize(MOST_DEVICE_KEYS).build();

    Authenticator(ApiKeys keys, Devices devices, InstantSource clock) {
        this.keys = keys;
        this.devices = devices;
        this.clock = clock;
    }

    Caller authenticate(Exchange exchange, byte[] body, boolean isWrite) {
        String signatureInput = exchange.combined("Signature-Input");
        String signature = exchange.combined("Signature");
        if (signatureInput != null && signature != null) {
            return bySignature(exchange, signatureInput, signature, body, isWrite);
        }
        if (signatureInput != null || signature != null) {
            throw new Refused(
                    SignatureError.SIGNATURE_MALFORMED,
                    "Signature-Input and Signature go together; one of them is missing");
        }
        String authorization = exchange.header("Authorization");
        if (authorization == null) {
            throw new Refused(MerchantError.AUTHENTICATION_REQUIRED);
        }
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new Refused(MerchantError.AUTHENTICATION_REQUIRED, "Authorization must be Bearer sk_test_…");
        }
        ApiKey key = keys.forBearer(authorization.substring(7).strip());
        checkDigest(exchange, body, false);
        return new Caller.ByProvider(key);
    }

    private Caller bySignature(
            Exchange exchange, String inputField, String signatureField, byte[] body, boolean isWrite) {
        SignatureInput input = SignatureInput.parse(inputField, signatureField, KEY_PREFIXES);
        policy.judge(input, body.length > 0, isWrite, clock.instant());
        ExchangeMessage message = new ExchangeMessage(exchange);
        if (input.keyId().startsWith("dev_")) {
            Device device = device(input.keyId());
            VerificationKey key = deviceKeys.get(device.id(), id -> VerificationKey.ed25519(device.publicKey()));
            policy.verify(message, input, key);
            checkDigest(exchange, body, body.length > 0);
            return new Caller.ByDevice(device.customerId(), device.id(), input.keyId());
        }
        ApiKey key = keys.forSignature(input.keyId());
        VerificationKey verification = key.verification();
        if (verification == null) {
            throw new Refused(MerchantError.KEY_UNKNOWN, "this key does not sign");
        }
        policy.verify(message, input, verification);
        checkDigest(exchange, body, body.length > 0);
        return new Caller.ByProvider(key);
    }

    private Device device(String keyId) {
        return PublicId.parse(DEVICE_PREFIX, keyId)
                .flatMap(devices::find)
                .filter(Device::active)
                .orElseThrow(() -> new Refused(MerchantError.KEY_UNKNOWN, "no active device has this key id"));
    }

    private static void checkDigest(Exchange exchange, byte[] body, boolean required) {
        @Nullable String digest = exchange.combined("Content-Digest");
        if (digest != null) {
            ContentDigest.check(digest, body);
        } else if (required) {
            throw new Refused(SignatureError.SIGNATURE_COMPONENT_MISSING, "the request has no Content-Digest");
        }
    }
}
