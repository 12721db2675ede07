package io.tongbao.merchant.webhook;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.PublicId;
import io.tongbao.merchant.DailyPartitions;
import io.tongbao.outbox.Event;
import io.tongbao.postgres.ArrayParameters;
import io.tongbao.postgres.CopyRows;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Turns a page of events into deliveries: one read of the endpoints of all providers in the page, one COPY. Runs in the
 * transaction that moves the outbox cursor, so each event makes each delivery exactly once.
 */
final class WebhookFanOut {

    static final String TABLE = "merchant.webhook_delivery";
    static final int PENDING = 1;
    /** Due never: what waits for its endpoint to be activated stays out of every search for due deliveries. */
    static final long PARKED = Long.MAX_VALUE;

    private static final String COLUMNS = "id, created_ts, endpoint_id, provider_id, event_id, event_type, body, state,"
            + " attempts, claim, next_attempt_ts";
    private static final int COLUMN_COUNT = 11;

    private final InstantSource clock;
    private final Ids ids;

    WebhookFanOut(InstantSource clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /** As {@link io.tongbao.outbox.EventCursor.Handler}. */
    void handle(Connection connection, List<Event> events) throws SQLException {
        Map<UUID, List<WebhookEndpoint>> endpoints = endpoints(connection, events);
        if (endpoints.isEmpty()) {
            return;
        }
        long now = DailyPartitions.micros(clock.instant());
        CopyRows rows = new CopyRows(COLUMN_COUNT, 64 * 1024);
        for (Event event : events) {
            List<WebhookEndpoint> candidates = endpoints.get(event.ownerId());
            if (candidates == null) {
                continue;
            }
            byte[] body = null;
            for (WebhookEndpoint endpoint : candidates) {
                if (!endpoint.wants(event.type())) {
                    continue;
                }
                if (body == null) {
                    body = body(event);
                }
                rows.row()
                        .uuid(ids.next())
                        .bigint(now)
                        .uuid(endpoint.id())
                        .uuid(endpoint.providerId())
                        .uuid(event.id())
                        .text(event.type())
                        .bytea(body)
                        .smallint(PENDING)
                        .integer(0)
                        .bigint(0)
                        .bigint(endpoint.status() == EndpointStatus.PAUSED ? PARKED : now);
            }
        }
        rows.copyInto(connection, TABLE, COLUMNS);
    }

    private static Map<UUID, List<WebhookEndpoint>> endpoints(Connection connection, List<Event> events)
            throws SQLException {
        UUID[] owners = events.stream()
                .map(Event::ownerId)
                .filter(owner -> owner != null)
                .distinct()
                .toArray(UUID[]::new);
        Map<UUID, List<WebhookEndpoint>> byProvider = new HashMap<>();
        if (owners.length == 0) {
            return byProvider;
        }
        // Shared locks: an endpoint that is activated meanwhile waits, and then finds what was parked for it.
        try (PreparedStatement select = connection.prepareStatement(
                "select id, provider_id, url, event_types, status, created_ts from merchant.webhook_endpoint"
                        + " where provider_id = any (?) and status in (1, 2) order by id for share")) {
            ArrayParameters.setUuids(select, 1, owners);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    WebhookEndpoint endpoint = WebhookEndpoints.endpoint(row);
                    byProvider
                            .computeIfAbsent(endpoint.providerId(), id -> new ArrayList<>())
                            .add(endpoint);
                }
            }
        }
        return byProvider;
    }

    /** The payload that Standard Webhooks proposes: type, timestamp, data; with the event's id in it too. */
    static byte[] body(Event event) {
        // Types and ids hold nothing to escape; the payload is JSON already.
        String head = "{\"id\":\"" + PublicId.format(Event.PREFIX, event.id()) + "\",\"type\":\"" + event.type()
                + "\",\"timestamp\":\"" + Instant.EPOCH.plus(event.ts(), ChronoUnit.MICROS) + "\",\"data\":";
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] payload = event.jsonPayload();
        byte[] body = new byte[start.length + payload.length + 1];
        System.arraycopy(start, 0, body, 0, start.length);
        System.arraycopy(payload, 0, body, start.length, payload.length);
        body[body.length - 1] = '}';
        return body;
    }
}
