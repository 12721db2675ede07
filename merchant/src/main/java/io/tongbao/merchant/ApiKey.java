package io.tongbao.merchant;

import io.tongbao.merchant.signature.VerificationKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An active key and whose it is.
 *
 * @param keyId {@code key_…}, what a signature names
 * @param verification null for bearer keys
 * @param notAfter when it ends by itself, as a key replaced by rotation does; null for never
 * @param ratePerSecond requests per second this key may make
 */
public record ApiKey(
        String keyId,
        Provider provider,
        KeyAlgorithm algorithm,
        @Nullable VerificationKey verification,
        @Nullable Instant notAfter,
        int ratePerSecond) {

    /** The prefix of public key ids. */
    public static final String PREFIX = "key";

    boolean isOver(Instant now) {
        return notAfter != null && !now.isBefore(notAfter);
    }
}
