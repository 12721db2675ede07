package io.tongbao.ledger.audit;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The cheap check that never stops: what is new since the last run in every lane (places, chains of linked transfers,
 * Merkle roots, hashes), debits and credits over all accounts, accounts beyond their limit. For a scheduled job; {@link
 * JournalVerifier} is the thorough one.
 *
 * <p>The first run after a start trusts the chain up to {@code mostBatches} before each lane's head.
 */
public final class ContinuousAuditor {

    private static final String HEADS = "SELECT lane, seq, last_ts, hash FROM ledger.lane_head ORDER BY lane";
    private static final String BATCH =
            "SELECT ts + greatest(count - 1, 0), hash FROM ledger.batch WHERE lane = ? AND seq = ?";
    private static final String TOTALS = """
            SELECT ledger, sum(debits_posted), sum(credits_posted), sum(debits_pending), sum(credits_pending),
                   count(*) FILTER (WHERE
                       (flags & 1 <> 0 AND debits_pending::numeric + debits_posted > credits_posted)
                       OR (flags & 2 <> 0 AND credits_pending::numeric + credits_posted > debits_posted)),
                   min(id) FILTER (WHERE
                       (flags & 1 <> 0 AND debits_pending::numeric + debits_posted > credits_posted)
                       OR (flags & 2 <> 0 AND credits_pending::numeric + credits_posted > debits_posted))
            FROM ledger.account GROUP BY ledger ORDER BY ledger""";

    private final DataSource dataSource;
    private final int mostBatches;
    private final Map<Integer, LaneStream.Mark> checked = new HashMap<>();
    private boolean started;
    private long brokenSinceStart;

    private record Head(int lane, long seq, long lastTs, byte[] hash) {}

    /**
     * @param mostBatches of a lane in one run, at least 1; the rest waits for the next run
     */
    public ContinuousAuditor(DataSource dataSource, int mostBatches) {
        if (mostBatches < 1) {
            throw new IllegalArgumentException("mostBatches must be at least 1");
        }
        this.dataSource = dataSource;
        this.mostBatches = mostBatches;
    }

    /** Checks what is new. */
    public synchronized AuditResult audit() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            try {
                return audit(connection);
            } finally {
                connection.rollback();
            }
        }
    }

    private AuditResult audit(Connection connection) throws SQLException {
        Findings findings = new Findings(Progress.SILENT);
        long behind = 0;
        long transfers = 0;
        long batches = 0;
        Map<Integer, LaneStream.Mark> marks = new HashMap<>();
        for (Head head : heads(connection)) {
            LaneStream.Mark from = from(connection, head);
            long toSeq = Math.min(head.seq, from.seq() + mostBatches);
            try (LaneStream lane = new LaneStream(connection, head.lane, from, toSeq, findings)) {
                for (; lane.row() != null; lane.advance()) {
                    transfers++;
                }
                if (toSeq >= head.seq) {
                    lane.finish(head.seq, head.lastTs, head.hash);
                }
                batches += Math.max(0, lane.mark().seq() - from.seq());
                behind += Math.max(0, head.seq - lane.mark().seq());
                marks.put(head.lane, lane.mark());
            }
        }
        for (int lane : checked.keySet()) {
            if (!marks.containsKey(lane)) {
                findings.broken(Invariant.I10, () -> "lane " + lane + ": its head is gone");
            }
        }
        long[] totals = totals(connection, findings);
        // Only a run that came to its end moves on.
        checked.putAll(marks);
        started = true;
        VerifyReport report = findings.report();
        List<VerifyReport.Verdict> broken =
                report.verdicts().stream().filter(verdict -> !verdict.holds()).toList();
        brokenSinceStart += broken.isEmpty() ? 0 : 1;
        return new AuditResult(
                batches, transfers, behind, totals[0], totals[1], broken, brokenSinceStart, report.millis());
    }

    private LaneStream.Mark from(Connection connection, Head head) throws SQLException {
        LaneStream.Mark known = checked.get(head.lane);
        if (known != null) {
            return known;
        }
        long seq = head.seq - mostBatches;
        if (started || seq <= 0) {
            return LaneStream.Mark.START;
        }
        try (PreparedStatement statement = connection.prepareStatement(BATCH)) {
            statement.setInt(1, head.lane);
            statement.setLong(2, seq);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? new LaneStream.Mark(seq, rows.getLong(1), rows.getBytes(2))
                        : LaneStream.Mark.START;
            }
        }
    }

    private static List<Head> heads(Connection connection) throws SQLException {
        List<Head> heads = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(HEADS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                heads.add(new Head(rows.getInt(1), rows.getLong(2), rows.getLong(3), rows.getBytes(4)));
            }
        }
        return heads;
    }

    /** Ledgers out of balance, accounts beyond their limit. */
    private static long[] totals(Connection connection, Findings findings) throws SQLException {
        long[] totals = new long[2];
        try (PreparedStatement statement = connection.prepareStatement(TOTALS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                int ledger = rows.getInt(1);
                BigDecimal debits = rows.getBigDecimal(2);
                BigDecimal credits = rows.getBigDecimal(3);
                BigDecimal debitsPending = rows.getBigDecimal(4);
                BigDecimal creditsPending = rows.getBigDecimal(5);
                if (debits.compareTo(credits) != 0 || debitsPending.compareTo(creditsPending) != 0) {
                    totals[0]++;
                    findings.broken(
                            Invariant.I1,
                            () -> "ledger " + ledger + ": debits posted " + debits + ", credits posted " + credits
                                    + ", debits pending " + debitsPending + ", credits pending " + creditsPending);
                }
                long overdrafts = rows.getLong(6);
                if (overdrafts > 0) {
                    long account = rows.getLong(7);
                    totals[1] += overdrafts;
                    findings.broken(Invariant.I3, overdrafts, () -> "account " + account + ": beyond its limit");
                }
            }
        }
        return totals;
    }
}
