package io.tongbao.ledger.audit;

import io.tongbao.postgres.ArrayParameters;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exported checkpoints beside the chain in the database (I11). */
final class CheckpointComparison {

    private static final int MARKS_AT_ONCE = 10_000;
    private static final String DIFFERENT = """
            SELECT 'lane ' || u.lane || ' batch ' || u.seq || ': '
                       || CASE WHEN b.seq IS NULL THEN 'is missing, but an exported checkpoint has it'
                               ELSE 'differs from its exported checkpoint' END,
                   count(*) OVER ()
            FROM unnest(?::int[], ?::bigint[], ?::bigint[], ?::bytea[]) AS u (lane, seq, ts, hash)
            LEFT JOIN ledger.batch b ON b.lane = u.lane AND b.seq = u.seq
            WHERE b.seq IS NULL OR b.hash <> u.hash OR b.ts <> u.ts
            ORDER BY u.lane, u.seq LIMIT 1""";

    private final Connection connection;
    private final Findings findings;
    private final List<Checkpoint.LaneMark> marks = new ArrayList<>();

    CheckpointComparison(Connection connection, Findings findings) {
        this.connection = connection;
        this.findings = findings;
    }

    /**
     * @param upTo hash of the last line to look at; later ones may speak of batches after the snapshot
     */
    void run(CheckpointLog log, String upTo, @Nullable String publicKey) throws IOException, SQLException {
        if (upTo.equals(Checkpoint.NO_LINE_BEFORE)) {
            return;
        }
        List<SQLException> failed = new ArrayList<>();
        log.verify(publicKey, new CheckpointLog.Reader() {
            @Override
            public boolean checkpoint(Checkpoint checkpoint) {
                findings.count("checkpoints", 1);
                marks.addAll(checkpoint.lanes());
                try {
                    if (marks.size() >= MARKS_AT_ONCE) {
                        compare();
                    }
                } catch (SQLException e) {
                    failed.add(e);
                    return false;
                }
                return !checkpoint.lineHash().equals(upTo);
            }

            @Override
            public void fault(String what) {
                findings.broken(Invariant.I11, () -> what);
            }
        });
        for (SQLException e : failed) {
            throw e;
        }
        compare();
    }

    private void compare() throws SQLException {
        int n = marks.size();
        int[] lanes = new int[n];
        long[] seqs = new long[n];
        long[] times = new long[n];
        byte[][] hashes = new byte[n][];
        for (int i = 0; i < n; i++) {
            Checkpoint.LaneMark mark = marks.get(i);
            lanes[i] = mark.lane();
            seqs[i] = mark.seq();
            times[i] = mark.ts();
            hashes[i] = Texts.hash(mark.hash());
        }
        marks.clear();
        try (PreparedStatement statement = connection.prepareStatement(DIFFERENT)) {
            ArrayParameters.setIntegers(statement, 1, lanes);
            ArrayParameters.setBigints(statement, 2, seqs);
            ArrayParameters.setBigints(statement, 3, times);
            ArrayParameters.setByteas(statement, 4, hashes);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    String first = rows.getString(1);
                    findings.broken(Invariant.I11, rows.getLong(2), () -> first);
                }
            }
        }
    }
}
