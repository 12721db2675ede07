package io.tongbao.merchant.webhook;

import io.tongbao.merchant.DailyPartitions;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Claims due deliveries and records what became of them. Safe on many nodes: a claim locks with SKIP LOCKED, counts the
 * attempt and leases the row; the outcome is written only while the lease is still the claimant's.
 */
final class DeliveryStore {

    /** Longer than an attempt can take, so that a living node never loses its lease. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final int SCANNED = 2_000;

    private static final String CLAIM = """
            with due as (
                select d.id, d.created_ts, d.endpoint_id, d.next_attempt_ts
                from merchant.webhook_delivery d
                where d.state = 1 and d.next_attempt_ts <= :now and not d.endpoint_id = any (cast(:busy as uuid[]))
                  and exists (select 1 from merchant.webhook_endpoint e where e.id = d.endpoint_id and e.status = 1)
                order by d.next_attempt_ts limit :scanned),
            fair as (
                select id, created_ts,
                       row_number() over (partition by endpoint_id order by next_attempt_ts) as place
                from due),
            locked as (
                select d.id, d.created_ts from merchant.webhook_delivery d
                join fair f on f.id = d.id and f.created_ts = d.created_ts
                where f.place <= :cap and d.state = 1 and d.next_attempt_ts <= :now
                limit :most for update of d skip locked)
            update merchant.webhook_delivery d
            set attempts = d.attempts + 1, claim = :claim, next_attempt_ts = :leased, last_attempt_ts = :now
            from locked l, merchant.webhook_endpoint e
            where d.id = l.id and d.created_ts = l.created_ts and e.id = d.endpoint_id
            returning d.id, d.created_ts, d.attempts, d.endpoint_id, d.event_id, d.body, e.url, e.secret_sealed,
                      case when e.old_secret_until_ts > :now then e.old_secret_sealed end as old_secret_sealed
            """;

    private static final String END = """
            update merchant.webhook_delivery
            set state = :state, next_attempt_ts = :next, last_status = :status, last_error = :error
            where id = :id and created_ts = :created and claim = :claim and state = 1""";

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Vault vault;
    private final RandomGenerator random;

    DeliveryStore(DataSource database, InstantSource clock, Vault vault, RandomGenerator random) {
        this.jdbc = JdbcClient.create(database);
        this.clock = clock;
        this.vault = vault;
        this.random = random;
    }

    /**
     * @param busy endpoints that have as many attempts under way as allowed
     * @param perEndpoint most to take for one endpoint
     * @param most most to take in all
     */
    List<ClaimedDelivery> claim(Collection<UUID> busy, int perEndpoint, int most) {
        Instant now = clock.instant();
        long claim = random.nextLong();
        return jdbc.sql(CLAIM)
                .param("now", DailyPartitions.micros(now))
                .param("busy", busy.stream().map(UUID::toString).toArray(String[]::new))
                .param("scanned", SCANNED)
                .param("cap", perEndpoint)
                .param("most", most)
                .param("claim", claim)
                .param("leased", DailyPartitions.micros(now.plus(LEASE)))
                .query((row, n) -> claimed(row, claim))
                .list();
    }

    /** Records the end of an attempt and, when it failed, when to try again. */
    void end(ClaimedDelivery delivery, AttemptResult result) {
        switch (result) {
            case AttemptResult.Delivered ok -> end(delivery, DeliveryState.DELIVERED, 0, ok.status(), null);
            case AttemptResult.Gone gone -> {
                jdbc.sql("update merchant.webhook_endpoint set status = 3 where id = ? and status in (1, 2)")
                        .param(delivery.endpointId())
                        .update();
                end(delivery, DeliveryState.FAILED, 0, gone.status(), "410 Gone: the endpoint was disabled");
            }
            case AttemptResult.Failed failed -> {
                Optional<Duration> gap = RetrySchedule.gapAfter(delivery.attempts(), failed.retryAfter(), random);
                if (gap.isPresent()) {
                    long next = DailyPartitions.micros(clock.instant().plus(gap.get()));
                    end(delivery, DeliveryState.PENDING, next, failed.status(), failed.reason());
                } else {
                    end(delivery, DeliveryState.FAILED, 0, failed.status(), failed.reason());
                }
            }
        }
    }

    private void end(ClaimedDelivery delivery, DeliveryState state, long nextTs, int status, @Nullable String error) {
        jdbc.sql(END)
                .param("state", state.number())
                .param("next", nextTs)
                .param("status", status == 0 ? null : status)
                .param("error", error)
                .param("id", delivery.id())
                .param("created", delivery.createdTs())
                .param("claim", delivery.claim())
                .update();
    }

    private ClaimedDelivery claimed(ResultSet row, long claim) throws SQLException {
        UUID endpointId = row.getObject("endpoint_id", UUID.class);
        byte @Nullable [] old = row.getBytes("old_secret_sealed");
        return new ClaimedDelivery(
                row.getObject("id", UUID.class),
                row.getLong("created_ts"),
                claim,
                row.getInt("attempts"),
                endpointId,
                row.getObject("event_id", UUID.class),
                row.getBytes("body"),
                row.getString("url"),
                secret(endpointId, row.getBytes("secret_sealed")),
                old == null ? null : secret(endpointId, old));
    }

    private WebhookSecret secret(UUID endpointId, byte[] sealed) {
        return WebhookSecret.of(vault.open(KeyPurpose.SECRET, WebhookEndpoints.place(endpointId), sealed));
    }
}
