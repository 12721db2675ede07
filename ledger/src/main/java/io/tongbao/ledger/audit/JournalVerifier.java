package io.tongbao.ledger.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Checks every {@link Invariant} over the whole journal of a database, in one read-only snapshot, so that servers may go
 * on working on it. Reads the lanes side by side in the order of time and holds no more than the accounts (about 70 bytes
 * each) and the pending transfers that are open at the moment.
 */
public final class JournalVerifier {

    private final DataSource dataSource;
    private final VerifyOptions options;
    private final Progress progress;

    public JournalVerifier(DataSource dataSource, VerifyOptions options, Progress progress) {
        this.dataSource = dataSource;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Reads everything once.
     *
     * @throws SQLException when the database could not be read to the end; that says nothing about the books
     * @throws IOException when the checkpoints or the file of acknowledged ids could not be read
     */
    public VerifyReport verify() throws SQLException, IOException {
        Path folder = options.checkpoints();
        // Read before the snapshot is taken: what these checkpoints attest was committed before them.
        CheckpointLog checkpoints = folder == null ? null : new CheckpointLog(folder);
        String newest = checkpoints == null ? "" : checkpoints.newestHash();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            try {
                Findings findings = new Findings(progress);
                verify(connection, findings);
                if (checkpoints != null) {
                    new CheckpointComparison(connection, findings).run(checkpoints, newest, options.publicKey());
                }
                return findings.report();
            } finally {
                connection.rollback();
            }
        }
    }

    private void verify(Connection connection, Findings findings) throws SQLException, IOException {
        Sql.run(connection, "SET LOCAL statement_timeout = 0");
        Sql.run(connection, "SET LOCAL idle_in_transaction_session_timeout = 0");
        Sql.run(connection, "SET LOCAL jit = off");
        TableChecks tables = new TableChecks(connection, findings);
        tables.guards();
        AccountSheet accounts = AccountSheet.load(connection);
        JournalFold fold = new JournalFold(connection, accounts, findings);
        try (HistoryStream history = new HistoryStream(connection, accounts, findings)) {
            List<LaneStream> lanes = new ArrayList<>();
            try {
                // The index gives the order; sorting would put the whole journal on the disk once more.
                Sql.run(connection, "SET LOCAL enable_sort = off");
                for (int lane : laneNumbers(connection)) {
                    lanes.add(new LaneStream(connection, lane, LaneStream.Mark.START, Long.MAX_VALUE, findings));
                }
                Sql.run(connection, "SET LOCAL enable_sort = on");
                stream(connection, lanes, fold, history, findings);
                finish(connection, lanes, findings);
            } finally {
                for (LaneStream lane : lanes) {
                    lane.close();
                }
            }
            history.passTo(Long.MAX_VALUE);
        }
        findings.count("open_pendings", fold.openPendings());
        new AccountComparison(accounts, fold, findings).run(connection);
        findings.progress("comparing tables", 0, 0);
        tables.outcomes();
        tables.pendings();
        tables.inFlight(options.suspense());
        Path acknowledged = options.acknowledged();
        if (acknowledged != null) {
            new AcknowledgedIds(connection, findings).run(acknowledged);
        }
    }

    /** Lanes that have a head, a batch or a transfer. */
    private static List<Integer> laneNumbers(Connection connection) throws SQLException {
        TreeSet<Integer> lanes = new TreeSet<>();
        for (String table : List.of("lane_head", "batch", "transfer")) {
            try (PreparedStatement next =
                    connection.prepareStatement("SELECT min(lane) FROM ledger." + table + " WHERE lane > ?")) {
                Integer lane = Integer.MIN_VALUE;
                while (lane != null) {
                    next.setInt(1, lane);
                    try (ResultSet rows = next.executeQuery()) {
                        lane = rows.next() ? rows.getObject(1, Integer.class) : null;
                    }
                    if (lane != null) {
                        lanes.add(lane);
                    }
                }
            }
        }
        return List.copyOf(lanes);
    }

    private static void stream(
            Connection connection, List<LaneStream> lanes, JournalFold fold, HistoryStream history, Findings findings)
            throws SQLException {
        long total = Sql.number(connection, "SELECT coalesce(sum(count), 0) FROM ledger.batch");
        PriorityQueue<LaneStream> byTime = new PriorityQueue<>(
                Comparator.comparingLong(JournalVerifier::ts).thenComparingInt(LaneStream::lane));
        for (LaneStream lane : lanes) {
            if (lane.row() != null) {
                byTime.add(lane);
            }
        }
        long done = 0;
        long now = Long.MIN_VALUE;
        for (LaneStream lane = byTime.poll(); lane != null; lane = byTime.poll()) {
            // A lane's transfers mostly run in stretches: stay with it while it is the earliest.
            LaneStream other = byTime.peek();
            for (JournalRow row = lane.row(); row != null; row = lane.row()) {
                if (other != null && row.ts() > ts(other)) {
                    byTime.add(lane);
                    break;
                }
                if (row.ts() > now) {
                    now = row.ts();
                    history.passTo(now);
                }
                fold.apply(row, lane.batchTs());
                lane.advance();
                done++;
                if ((done & 0xFFF) == 0) {
                    findings.progress("folding transfers", done, total);
                }
            }
        }
        findings.count("transfers", done);
    }

    private static long ts(LaneStream lane) {
        JournalRow row = lane.row();
        return row == null ? Long.MAX_VALUE : row.ts();
    }

    private static void finish(Connection connection, List<LaneStream> lanes, Findings findings) throws SQLException {
        try (PreparedStatement head =
                connection.prepareStatement("SELECT seq, last_ts, hash FROM ledger.lane_head WHERE lane = ?")) {
            for (LaneStream lane : lanes) {
                head.setInt(1, lane.lane());
                try (ResultSet rows = head.executeQuery()) {
                    if (rows.next()) {
                        byte @Nullable [] hash = rows.getBytes(3);
                        lane.finish(rows.getLong(1), rows.getLong(2), hash == null ? new byte[0] : hash);
                    } else {
                        findings.broken(Invariant.I10, () -> "lane " + lane.lane() + ": has batches but no head");
                    }
                }
            }
        }
        findings.count("lanes", lanes.size());
    }
}
