package io.tongbao.merchant.webhook;

import java.util.List;
import java.util.UUID;

/**
 * Where a provider wants to hear of events.
 *
 * @param id public as {@code we_…}
 * @param eventTypes which events; empty for all, {@code payment.*} for a family
 * @param createdTs microseconds since 1970
 */
public record WebhookEndpoint(
        UUID id, UUID providerId, String url, List<String> eventTypes, EndpointStatus status, long createdTs) {

    /** The prefix of public endpoint ids. */
    public static final String PREFIX = "we";

    public WebhookEndpoint {
        eventTypes = List.copyOf(eventTypes);
    }

    /** Whether it wants events of this type. */
    boolean wants(String type) {
        if (eventTypes.isEmpty()) {
            return true;
        }
        for (String wanted : eventTypes) {
            if (wanted.equals(type)
                    || (wanted.endsWith(".*") && type.startsWith(wanted.substring(0, wanted.length() - 1)))) {
                return true;
            }
        }
        return false;
    }
}
