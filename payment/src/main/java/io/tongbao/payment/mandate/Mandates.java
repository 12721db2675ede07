package io.tongbao.payment.mandate;

import io.tongbao.kernel.Refused;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads of mandates, and announcements of payments to come. */
public final class Mandates {

    private static final long MICROS_AN_HOUR = 3_600_000_000L;

    private final JdbcClient jdbc;

    public Mandates(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /** As stored now. */
    public Optional<Mandate> find(UUID mandateId) {
        return jdbc.sql("SELECT " + MandateTable.COLUMNS + " FROM payment.mandate WHERE id = ?")
                .param(mandateId)
                .query((row, n) -> MandateTable.read(row))
                .optional();
    }

    /** A customer's, newest first, at most 200. */
    public List<Mandate> of(UUID customerId) {
        return jdbc.sql("SELECT " + MandateTable.COLUMNS
                        + " FROM payment.mandate WHERE customer_id = ? ORDER BY id DESC LIMIT 200")
                .param(customerId)
                .query((row, n) -> MandateTable.read(row))
                .list();
    }

    /** Payments taken under a mandate, newest first, at most 200. */
    public List<UUID> payments(UUID mandateId) {
        return jdbc.sql("""
            SELECT payment_id FROM payment.mandate_payment WHERE mandate_id = ?
            ORDER BY payment_id DESC LIMIT 200\
            """)
                .param(mandateId)
                .query((row, n) -> row.getObject(1, UUID.class))
                .list();
    }

    /**
     * Writes down that a payment was announced; the first announcement of a reference stands. Within the caller's transaction.
     *
     * @return whether it is the first
     */
    public boolean announce(UUID mandateId, String reference, long amountMinor, long ts) {
        return jdbc.sql("""
            INSERT INTO payment.mandate_notice (mandate_id, reference, amount_minor, announced_ts)
            VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING\
            """).params(mandateId, reference, amountMinor, ts).update() == 1;
    }

    /**
     * The payment was announced early enough and is not above what was announced. Announcements never change, so this is read before
     * the posting.
     *
     * @throws Refused MANDATE_NOT_ANNOUNCED
     */
    public void requireAnnounced(Mandate mandate, String reference, long amountMinor, long nowTs) {
        int hours = mandate.terms().noticeHours();
        if (hours == 0) {
            return;
        }
        boolean announced = jdbc.sql("""
            SELECT 1 FROM payment.mandate_notice
            WHERE mandate_id = ? AND reference = ? AND amount_minor >= ? AND announced_ts <= ?\
            """)
                .params(mandate.id(), reference, amountMinor, nowTs - hours * MICROS_AN_HOUR)
                .query((row, n) -> true)
                .optional()
                .isPresent();
        if (!announced) {
            throw new Refused(MandateError.MANDATE_NOT_ANNOUNCED);
        }
    }
}
