package io.tongbao.payment.funding;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads of legs, as committed last. */
public final class Legs {

    private static final String SELECT = "SELECT " + LegTable.COLUMNS + " FROM payment.leg ";

    private final JdbcClient jdbc;

    public Legs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Leg> byId(UUID id) {
        return jdbc.sql(SELECT + "WHERE id = ?")
                .param(id)
                .query((row, n) -> LegTable.read(row))
                .optional();
    }

    /** All legs of a payment, oldest first. */
    public List<Leg> ofOrder(UUID orderId) {
        return jdbc.sql(SELECT + "WHERE order_id = ? ORDER BY id")
                .param(orderId)
                .query((row, n) -> LegTable.read(row))
                .list();
    }

    /** The leg that brought a payment's money, or is to bring it. */
    public Optional<Leg> paying(UUID orderId) {
        return jdbc.sql(SELECT + "WHERE order_id = ? AND original_id IS NULL ORDER BY id LIMIT 1")
                .param(orderId)
                .query((row, n) -> LegTable.read(row))
                .optional();
    }

    /** Open legs whose time to look has come, the longest waiting first. */
    public List<Leg> due(long ts, int most) {
        return jdbc.sql(SELECT + "WHERE state <= 4 AND next_due_ts <= ? ORDER BY next_due_ts, id LIMIT ?")
                .param(ts)
                .param(most)
                .query((row, n) -> LegTable.read(row))
                .list();
    }

    /** Legs in doubt or being taken back, the oldest first. */
    public List<Leg> unresolved(int most) {
        return jdbc.sql(SELECT + "WHERE state IN (3, 4) ORDER BY created_ts, id LIMIT ?")
                .param(most)
                .query((row, n) -> LegTable.read(row))
                .list();
    }

    /** How much is in doubt, by partner; see {@link InDoubtReport}. */
    public InDoubtReport inDoubt(long nowTs) {
        List<InDoubtReport.Line> lines = jdbc.sql("""
                        SELECT partner, count(*), sum(amount_minor)::bigint, min(created_ts)
                        FROM payment.leg WHERE state IN (3, 4) GROUP BY partner ORDER BY partner""")
                .query((row, n) -> new InDoubtReport.Line(
                        row.getString(1), row.getLong(2), row.getLong(3), (nowTs - row.getLong(4)) / 1_000_000))
                .list();
        return new InDoubtReport(lines);
    }
}
