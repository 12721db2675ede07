package io.tongbao.merchant.webhook;

import io.tongbao.kernel.Mode;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.DailyPartitions;
import io.tongbao.merchant.MerchantError;
import io.tongbao.payment.PaymentError;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.SealedColumn;
import io.tongbao.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A provider's webhook endpoints: at most {@link #MOST_PER_PROVIDER}. Each has its own secret, kept sealed.
 *
 * <p>Errors: NOT_FOUND, WEBHOOK_URL_NOT_ALLOWED, TOO_MANY_WEBHOOK_ENDPOINTS, INVALID_REQUEST (event types),
 * IDEMPOTENCY_KEY_REUSED.
 */
public final class WebhookEndpoints {

    /** Most endpoints of one provider. */
    public static final int MOST_PER_PROVIDER = 10;

    private static final int MOST_TYPES = 32;
    /** How long the old secret still signs after a rotation, next to the new one. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private static final String COLUMNS = "id, provider_id, url, event_types, status, created_ts";

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Vault vault;
    private final TargetGuard targets;

    public WebhookEndpoints(DataSource database, InstantSource clock, Vault vault, Mode mode) {
        this.jdbc = JdbcClient.create(database);
        this.clock = clock;
        this.vault = vault;
        this.targets = new TargetGuard(mode);
    }

    /** An endpoint with its secret, which is shown when it is made or rotated and never else. */
    public record WithSecret(WebhookEndpoint endpoint, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "WithSecret[" + endpoint.id() + "]";
        }
    }

    /**
     * Adds an endpoint. The id follows from the idempotency key, so a repeat finds what the first call made.
     */
    public WithSecret create(
            UUID providerId, String idempotencyKey, String url, List<String> eventTypes, boolean paused) {
        targets.accept(url);
        requireTypes(eventTypes);
        UUID id = idOf(providerId, idempotencyKey);
        Optional<WithSecret> known = sealed(providerId, id);
        if (known.isPresent()) {
            WebhookEndpoint first = known.get().endpoint();
            if (!first.url().equals(url) || !first.eventTypes().equals(eventTypes)) {
                throw new Refused(PaymentError.IDEMPOTENCY_KEY_REUSED);
            }
            return known.get();
        }
        WebhookSecret secret = WebhookSecret.random();
        int rows = jdbc.sql("insert into merchant.webhook_endpoint"
                        + " (id, provider_id, url, event_types, status, secret_sealed, created_ts)"
                        + " select ?, ?, ?, ?, ?, ?, ? where (select count(*) from merchant.webhook_endpoint"
                        + " where provider_id = ? and status <> 4) < ? on conflict (id) do nothing")
                .params(
                        id,
                        providerId,
                        url,
                        eventTypes.toArray(new String[0]),
                        (paused ? EndpointStatus.PAUSED : EndpointStatus.ACTIVE).number(),
                        vault.seal(KeyPurpose.SECRET, place(id), secret.bytes()),
                        DailyPartitions.micros(clock.instant()),
                        providerId,
                        MOST_PER_PROVIDER)
                .update();
        // Another request with the same key may have been first: its secret counts.
        Optional<WithSecret> stored = sealed(providerId, id);
        if (rows == 0 && stored.isEmpty()) {
            throw new Refused(MerchantError.TOO_MANY_WEBHOOK_ENDPOINTS);
        }
        return stored.orElseThrow(() -> new Refused(RequestError.NOT_FOUND));
    }

    /** All that are not deleted, oldest first. */
    public List<WebhookEndpoint> list(UUID providerId) {
        return jdbc.sql(
                        "select " + COLUMNS
                                + " from merchant.webhook_endpoint where provider_id = ? and status <> 4 order by created_ts, id")
                .param(providerId)
                .query((row, n) -> endpoint(row))
                .list();
    }

    public WebhookEndpoint get(UUID providerId, UUID id) {
        return jdbc.sql("select " + COLUMNS
                        + " from merchant.webhook_endpoint where id = ? and provider_id = ? and status <> 4")
                .params(id, providerId)
                .query((row, n) -> endpoint(row))
                .optional()
                .orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "webhook endpoint"));
    }

    /** Activates, pauses, disables or deletes. */
    public WebhookEndpoint setStatus(UUID providerId, UUID id, EndpointStatus status) {
        WebhookEndpoint before = get(providerId, id);
        jdbc.sql("update merchant.webhook_endpoint set status = ? where id = ? and provider_id = ? and status <> 4")
                .params(status.number(), id, providerId)
                .update();
        boolean active = status == EndpointStatus.ACTIVE;
        jdbc.sql("update merchant.webhook_delivery set next_attempt_ts = ?"
                        + " where endpoint_id = ? and state = 1 and next_attempt_ts " + (active ? "=" : "<") + " ?")
                .params(
                        active ? DailyPartitions.micros(clock.instant()) : WebhookFanOut.PARKED,
                        id,
                        WebhookFanOut.PARKED)
                .update();
        return new WebhookEndpoint(id, providerId, before.url(), before.eventTypes(), status, before.createdTs());
    }

    /**
     * Gives the endpoint a new secret; the old one signs beside it for a day. The last
     * rotation's idempotency key is remembered: a repeat shows the same secret and rotates nothing.
     */
    public WithSecret rotate(UUID providerId, UUID id, String idempotencyKey) {
        WebhookEndpoint endpoint = get(providerId, id);
        String rotation = idOf(id, idempotencyKey).toString();
        WebhookSecret secret = WebhookSecret.random();
        jdbc.sql("update merchant.webhook_endpoint set old_secret_sealed = secret_sealed, old_secret_until_ts = ?,"
                        + " secret_sealed = ?, last_rotation = ? where id = ? and provider_id = ? and status <> 4"
                        + " and last_rotation is distinct from ?")
                .params(
                        DailyPartitions.micros(clock.instant().plus(OVERLAP)),
                        vault.seal(KeyPurpose.SECRET, place(id), secret.bytes()),
                        rotation,
                        id,
                        providerId,
                        rotation)
                .update();
        return sealed(providerId, id)
                .map(stored -> new WithSecret(endpoint, stored.secret()))
                .orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "webhook endpoint"));
    }

    private Optional<WithSecret> sealed(UUID providerId, UUID id) {
        return jdbc.sql(
                        "select " + COLUMNS
                                + ", secret_sealed from merchant.webhook_endpoint where id = ? and provider_id = ? and status <> 4")
                .params(id, providerId)
                .query((row, n) -> new WithSecret(
                        endpoint(row),
                        WebhookSecret.of(vault.open(KeyPurpose.SECRET, place(id), row.getBytes("secret_sealed")))
                                .shown()))
                .optional();
    }

    private static void requireTypes(List<String> types) {
        if (types.size() > MOST_TYPES
                || !types.stream().allMatch(type -> type.matches("[a-z_]{1,40}\\.([a-z_]{1,40}|\\*)"))) {
            throw new Refused(
                    RequestError.INVALID_REQUEST,
                    "event_types: at most " + MOST_TYPES + ", like payment.succeeded or payment.*");
        }
    }

    /** Where this module keeps webhook secrets. */
    public static List<SealedColumn> sealedSecrets(DataSource database) {
        return Stream.of("secret_sealed", "old_secret_sealed")
                .map(column -> new SealedColumn(
                        database,
                        KeyPurpose.SECRET,
                        "merchant.webhook_endpoint",
                        "id",
                        column,
                        WebhookEndpoints::place))
                .toList();
    }

    static String place(UUID endpointId) {
        return "webhook_endpoint:" + endpointId;
    }

    static WebhookEndpoint endpoint(ResultSet row) throws SQLException {
        return new WebhookEndpoint(
                row.getObject("id", UUID.class),
                row.getObject("provider_id", UUID.class),
                row.getString("url"),
                texts(row.getArray("event_types")),
                EndpointStatus.of(row.getInt("status")),
                row.getLong("created_ts"));
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    /** A name-based id (RFC 9562 version 8) of an owner and a key of its own. */
    private static UUID idOf(UUID owner, String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((owner + "\n" + key).getBytes(StandardCharsets.US_ASCII));
            ByteBuffer hash = ByteBuffer.wrap(digest);
            return new UUID(
                    (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L,
                    (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
