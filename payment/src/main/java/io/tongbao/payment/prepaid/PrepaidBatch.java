package io.tongbao.payment.prepaid;

import io.tongbao.kernel.PublicId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Cards that were approved together.
 *
 * @param printedAt when its file was made; null before
 */
public record PrepaidBatch(
        UUID id,
        UUID productId,
        long faceMinor,
        int count,
        Instant createdAt,
        @Nullable Instant printedAt) {

    /** Prefix of public batch ids. */
    public static final String PREFIX = "ppb";

    public String publicId() {
        return PublicId.format(PREFIX, id);
    }
}
