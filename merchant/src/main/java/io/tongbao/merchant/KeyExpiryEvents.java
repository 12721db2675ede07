package io.tongbao.merchant;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.PublicId;
import io.tongbao.outbox.Event;
import io.tongbao.outbox.EventLog;
import io.tongbao.pki.ExpiryWarnings;
import io.tongbao.pki.IssuedCertificate;
import io.tongbao.pki.SubjectKind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells providers by an event when a certificate ({@code certificate.expiring}) or a key with an end
 * ({@code api_key.expiring}) is 30, 7 and 1 days from its end. Each is told once, in the transaction that notes it.
 */
public final class KeyExpiryEvents implements ExpiryWarnings.Listener {

    private static final int MOST_AT_ONCE = 500;

    private final DataSource database;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final Ids ids;

    public KeyExpiryEvents(DataSource database, InstantSource clock, Ids ids) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public void expiring(Connection connection, IssuedCertificate certificate, int days) throws SQLException {
        if (certificate.subject().kind() == SubjectKind.PROVIDER) {
            String payload = "{\"id\":\"" + PublicId.format(IssuedCertificate.PREFIX, certificate.id())
                    + "\",\"object\":\"certificate\",\"serial\":\""
                    + certificate.serial().toString(16) + "\",\"expires_at\":\"" + certificate.notAfter()
                    + "\",\"days\":" + days + "}";
            EventLog.append(
                    connection,
                    List.of(event(
                            "certificate.expiring",
                            certificate.id(),
                            certificate.subject().id(),
                            payload)));
        }
    }

    /** Tells of the keys that are due; for a job. Returns how many. */
    public int run() {
        int told = 0;
        for (int days : ExpiryWarnings.DAYS) {
            Integer some = transaction.execute(status -> tell(days));
            told += some == null ? 0 : some;
        }
        return told;
    }

    private int tell(int days) {
        Instant now = clock.instant();
        List<Event> events = new ArrayList<>();
        jdbc.sql("update merchant.api_key set expiry_warned_days = ? where id in (select id from merchant.api_key"
                        + " where active and not_after_ts > ? and not_after_ts <= ?"
                        + " and coalesce(expiry_warned_days, 1000) > ? order by not_after_ts limit ? for update skip locked)"
                        + " returning id, provider_id, not_after_ts")
                .param(days)
                .param(DailyPartitions.micros(now))
                .param(DailyPartitions.micros(now.plus(Duration.ofDays(days))))
                .param(days)
                .param(MOST_AT_ONCE)
                .query(row -> {
                    UUID id = row.getObject("id", UUID.class);
                    Instant end = Instant.EPOCH.plus(row.getLong("not_after_ts"), ChronoUnit.MICROS);
                    String payload = "{\"id\":\"" + PublicId.format(ApiKey.PREFIX, id)
                            + "\",\"object\":\"api_key\",\"expires_at\":\"" + end + "\",\"days\":" + days + "}";
                    events.add(event("api_key.expiring", id, row.getObject("provider_id", UUID.class), payload));
                });
        Connection connection = DataSourceUtils.getConnection(database);
        try {
            EventLog.append(connection, events);
        } catch (SQLException e) {
            throw new SQLStateSQLExceptionTranslator().translate("tell of keys that end", null, e);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
        return events.size();
    }

    private Event event(String type, UUID subject, UUID owner, String payload) {
        return new Event(
                ids.next(),
                type,
                subject,
                owner,
                DailyPartitions.micros(clock.instant()),
                payload.getBytes(StandardCharsets.UTF_8));
    }
}
