package io.tongbao.pki;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells once when a certificate is 30, 7 and 1 days from its end and nothing follows it. When it was not asked for long, only
 * the nearest of the missed warnings is given. For a job; safe on many nodes.
 */
public final class ExpiryWarnings {

    /** Whole days before the end, the nearest first. */
    public static final List<Integer> DAYS = List.of(1, 7, 30);

    private static final int MOST_AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final DataSource database;
    private final InstantSource clock;
    private final Listener listener;

    public ExpiryWarnings(DataSource database, InstantSource clock, Listener listener) {
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.database = database;
        this.clock = clock;
        this.listener = listener;
    }

    /** Who passes the warning on. */
    public interface Listener {
        /**
         * @param connection the transaction that notes that this warning was given: what is written here happens once
         * @param days 30, 7 or 1
         */
        void expiring(Connection connection, IssuedCertificate certificate, int days) throws SQLException;
    }

    /** Gives the warnings that are due. Returns how many. */
    public int run() {
        int warned = 0;
        Instant now = clock.instant();
        for (int i = 0; i < DAYS.size(); i++) {
            int days = DAYS.get(i);
            for (UUID id : due(now, days)) {
                warned += Boolean.TRUE.equals(transaction.execute(status -> warn(id, days, now))) ? 1 : 0;
            }
        }
        return warned;
    }

    private List<UUID> due(Instant now, int days) {
        // Not for what ended, was renewed, or was warned of as nearly or nearer.
        return jdbc.sql("select c.id from pki.certificate c where c.revoked_at is null and c.supersede_at is null"
                        + " and c.not_after > ? and c.not_after <= ? and not exists (select 1 from pki.expiry_warning w"
                        + " where w.certificate_id = c.id and w.days_before <= ?) order by c.not_after limit ?")
                .param(CertificateRows.time(now))
                .param(CertificateRows.time(now.plus(Duration.ofDays(days))))
                .param(days)
                .param(MOST_AT_ONCE)
                .query(UUID.class)
                .list();
    }

    private boolean warn(UUID id, int days, Instant now) {
        int first = jdbc.sql("insert into pki.expiry_warning (certificate_id, days_before, warned_at) values (?, ?, ?)"
                        + " on conflict do nothing")
                .param(id)
                .param(days)
                .param(CertificateRows.time(now))
                .update();
        if (first == 0) {
            return false;
        }
        IssuedCertificate certificate = jdbc.sql(CertificateRows.SELECT + "where c.id = ?")
                .param(id)
                .query((row, n) -> CertificateRows.read(row))
                .single();
        Connection connection = DataSourceUtils.getConnection(database);
        try {
            listener.expiring(connection, certificate, days);
        } catch (SQLException e) {
            throw new SQLStateSQLExceptionTranslator().translate("warn of an expiry", null, e);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
        return true;
    }
}
