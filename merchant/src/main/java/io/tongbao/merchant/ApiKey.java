package io.tongbao.merchant;

import io.tongbao.merchant.signature.VerificationKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An active key and whose it is.
 *
 * @param keyId {@code key_…}, what a signature names
 * @param verification null for bearer keys
 * @param notBefore when it begins to count; null for from its issue on
 * @param notAfter when it ends by itself, as a key replaced by rotation does; null for never
 * @param ratePerSecond requests per second this key may make
 * @param certificate what vouches for the key; while there is one, the key counts only as long as it does. Null for a key
 *     that was registered as it is
 */
public record ApiKey(
        String keyId,
        Provider provider,
        KeyAlgorithm algorithm,
        @Nullable VerificationKey verification,
        @Nullable Instant notBefore,
        @Nullable Instant notAfter,
        int ratePerSecond,
        @Nullable ApiKeyCertificate certificate) {

    /** The prefix of public key ids. */
    public static final String PREFIX = "key";

    boolean isUsable(Instant now) {
        return (notBefore == null || !now.isBefore(notBefore)) && (notAfter == null || now.isBefore(notAfter));
    }
}
