package io.tongbao.merchant.webhook;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of the delivery log. Times are microseconds since 1970, 0 where there is none.
 *
 * @param id public as {@code whd_…}
 * @param lastStatus HTTP status of the last attempt; null when none was answered
 * @param lastError why the last attempt failed
 */
public record WebhookDelivery(
        UUID id,
        UUID endpointId,
        UUID eventId,
        String eventType,
        DeliveryState state,
        int attempts,
        long createdTs,
        long nextAttemptTs,
        long lastAttemptTs,
        @Nullable Integer lastStatus,
        @Nullable String lastError) {

    /** The prefix of public delivery ids. */
    public static final String PREFIX = "whd";
}
