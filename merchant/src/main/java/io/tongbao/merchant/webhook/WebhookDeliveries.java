package io.tongbao.merchant.webhook;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.DailyPartitions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The delivery log of a provider, and resending by hand.
 *
 * <p>Errors: NOT_FOUND.
 */
public final class WebhookDeliveries {

    private static final String COLUMNS = "id, endpoint_id, event_id, event_type, state, attempts, created_ts,"
            + " next_attempt_ts, last_attempt_ts, last_status, last_error";
    /** Above every id of version 7. */
    private static final UUID LAST = new UUID(-1, -1);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    public WebhookDeliveries(DataSource database, InstantSource clock) {
        this.jdbc = JdbcClient.create(database);
        this.clock = clock;
    }

    /**
     * Newest first.
     *
     * @param endpointId null for all endpoints
     * @param state null for all
     * @param before only deliveries older than this one; null for the newest
     * @param limit 1 to 100
     */
    public List<WebhookDelivery> list(
            UUID providerId,
            @Nullable UUID endpointId,
            @Nullable DeliveryState state,
            @Nullable UUID before,
            int limit) {
        return jdbc.sql("select " + COLUMNS
                        + " from merchant.webhook_delivery where provider_id = :provider and id < :before"
                        + " and (cast(:endpoint as uuid) is null or endpoint_id = cast(:endpoint as uuid))"
                        + " and (:state = 0 or state = :state) order by id desc limit :limit")
                .param("provider", providerId)
                .param("before", before == null ? LAST : before)
                .param("endpoint", endpointId)
                .param("state", state == null ? 0 : state.number())
                .param("limit", limit)
                .query((row, n) -> delivery(row))
                .list();
    }

    /** Makes a delivery due now, whatever became of it; its attempts count from the start again. */
    public WebhookDelivery resend(UUID providerId, UUID id) {
        return jdbc.sql("update merchant.webhook_delivery set state = 1, attempts = 0, claim = 0, next_attempt_ts = ?"
                        + " where id = ? and provider_id = ? returning " + COLUMNS)
                .params(DailyPartitions.micros(clock.instant()), id, providerId)
                .query((row, n) -> delivery(row))
                .optional()
                .orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "webhook delivery"));
    }

    private static WebhookDelivery delivery(ResultSet row) throws SQLException {
        int status = row.getInt("last_status");
        @Nullable Integer lastStatus = row.wasNull() ? null : Integer.valueOf(status);
        return new WebhookDelivery(
                row.getObject("id", UUID.class),
                row.getObject("endpoint_id", UUID.class),
                row.getObject("event_id", UUID.class),
                row.getString("event_type"),
                DeliveryState.of(row.getInt("state")),
                row.getInt("attempts"),
                row.getLong("created_ts"),
                row.getLong("next_attempt_ts"),
                row.getLong("last_attempt_ts"),
                lastStatus,
                row.getString("last_error"));
    }
}
