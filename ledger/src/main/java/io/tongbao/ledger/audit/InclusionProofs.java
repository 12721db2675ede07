package io.tongbao.ledger.audit;

import io.tongbao.ledger.posting.AppliedTransfer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes {@link InclusionProof}s from the journal and the exported checkpoints. Thread-safe. */
public final class InclusionProofs {

    private static final String TRANSFER = "SELECT " + JournalRow.COLUMNS + " FROM ledger.transfer t WHERE t.id = ?";
    private static final String OF_BATCH = "SELECT " + JournalRow.COLUMNS
            + " FROM ledger.transfer t WHERE lane = ? AND batch_seq = ? ORDER BY ordinal";
    private static final String BATCHES = """
            SELECT seq, ts, count, amount_sum, merkle_root, prev_hash FROM ledger.batch
            WHERE lane = ? AND seq BETWEEN ? AND ? ORDER BY seq""";

    private final DataSource dataSource;
    private final CheckpointLog log;

    public InclusionProofs(DataSource dataSource, CheckpointLog log) {
        this.dataSource = dataSource;
        this.log = log;
    }

    /**
     * The proof of a transfer.
     *
     * @return empty when there is no such transfer, or no checkpoint covers it yet: one comes about every minute
     */
    public Optional<InclusionProof> of(UUID transferId) throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection()) {
            JournalRow row = transfer(connection, transferId);
            if (row == null) {
                return Optional.empty();
            }
            // Clocks of nodes differ a little; a day earlier is early enough.
            LocalDate from = Instant.EPOCH
                    .plus(row.ts(), ChronoUnit.MICROS)
                    .atZone(ZoneOffset.UTC)
                    .toLocalDate()
                    .minusDays(1);
            Optional<Checkpoint> checkpoint = log.firstCovering(row.lane(), row.batchSeq(), from);
            return checkpoint.isEmpty() ? Optional.empty() : Optional.of(prove(connection, row, checkpoint.get()));
        }
    }

    private static @Nullable JournalRow transfer(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TRANSFER)) {
            statement.setObject(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? JournalRow.of(rows) : null;
            }
        }
    }

    private static InclusionProof prove(Connection connection, JournalRow row, Checkpoint checkpoint)
            throws SQLException {
        List<InclusionProof.Step> path = new ArrayList<>();
        for (MerkleTree.Step step :
                MerkleTree.path(leaves(connection, row), row.applied().ordinal())) {
            path.add(new InclusionProof.Step(Texts.hex(step.sibling()), step.siblingIsLeft()));
        }
        long toSeq = checkpoint.lane(row.lane()).map(Checkpoint.LaneMark::seq).orElse(row.batchSeq());
        JournalHash hashes = new JournalHash();
        InclusionProof.BatchBody body = null;
        List<String> following = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(BATCHES)) {
            statement.setInt(1, row.lane());
            statement.setLong(2, row.batchSeq());
            statement.setLong(3, toSeq);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (body == null) {
                        body = new InclusionProof.BatchBody(
                                row.lane(),
                                rows.getLong(1),
                                rows.getLong(2),
                                rows.getInt(3),
                                rows.getBigDecimal(4).toBigInteger(),
                                Texts.hex(rows.getBytes(6)));
                    } else {
                        following.add(Texts.hex(hashes.body(
                                row.lane(),
                                rows.getLong(1),
                                rows.getLong(2),
                                rows.getInt(3),
                                rows.getBigDecimal(4).toBigInteger(),
                                rows.getBytes(5))));
                    }
                }
            }
        }
        if (body == null) {
            throw new SQLException("batch " + row.batchSeq() + " of lane " + row.lane() + " is missing");
        }
        return new InclusionProof(row.applied(), path, body, following, checkpoint);
    }

    private static List<byte[]> leaves(Connection connection, JournalRow row) throws SQLException {
        JournalHash hashes = new JournalHash();
        List<byte[]> leaves = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(OF_BATCH)) {
            statement.setInt(1, row.lane());
            statement.setLong(2, row.batchSeq());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    AppliedTransfer applied = JournalRow.of(rows).applied();
                    leaves.add(hashes.leaf(applied));
                }
            }
        }
        return leaves;
    }
}
