package io.tongbao.merchant.webhook;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this node has leased for one attempt, with what the attempt needs.
 *
 * @param claim token of the lease; the outcome counts only while it is the row's
 * @param attempts with this one
 * @param oldSecret signs too while a rotation lasts; null otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // never compared by value; the body is only written to a socket
record ClaimedDelivery(
        UUID id,
        long createdTs,
        long claim,
        int attempts,
        UUID endpointId,
        UUID eventId,
        byte[] body,
        String url,
        WebhookSecret secret,
        @Nullable WebhookSecret oldSecret) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClaimedDelivery delivery && delivery.id.equals(id) && delivery.claim == claim;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, claim);
    }

    @Override
    public String toString() {
        return "ClaimedDelivery[" + id + ", attempt " + attempts + "]";
    }
}
