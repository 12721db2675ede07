package io.tongbao.vault;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a data key, without the key.
 *
 * @param kekId the key-encryption key it is wrapped with
 * @param activeAt from when on new values are made with it
 */
public record KeyInfo(
        KeyPurpose purpose,
        int version,
        KeyState state,
        String kekId,
        Instant createdAt,
        Instant activeAt,
        @Nullable Instant retiredAt) {}
