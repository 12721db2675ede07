package io.tongbao.ledger.store;

import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferResult;
import io.tongbao.ledger.posting.AccountState;
import io.tongbao.ledger.posting.AppliedTransfer;
import io.tongbao.ledger.posting.Books;
import io.tongbao.ledger.posting.PendingState;
import io.tongbao.postgres.ArrayParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Loads and locks what a batch may look at. Order matters: lane head, pending transfers by id, accounts by id, so that
 * two lanes never wait for each other crosswise. Each lock is one statement, replaceable for a distributed database.
 */
final class BatchReader {

    private static final String LOCK_HEAD = """
            SELECT seq, last_ts, hash, NOT EXISTS (
                SELECT 1 FROM ledger.lane_head o WHERE o.lane <> h.lane AND o.lease_until > now())
            FROM ledger.lane_head h WHERE lane = ? AND token = ? FOR UPDATE OF h""";
    private static final String APPLIED =
            "SELECT " + Rows.TRANSFER_COLUMNS + " FROM ledger.transfer t WHERE id = ANY (?)";
    private static final String FAILED = "SELECT id, code FROM ledger.failed_id WHERE id = ANY (?)";
    private static final String LOCK_PENDING = """
            SELECT id, debit_id, credit_id, amount, expires_ts, ledger, code, flags, state
            FROM ledger.pending WHERE id = ANY (?) ORDER BY id FOR UPDATE""";
    private static final String LOCK_ACCOUNTS = """
            SELECT id, ledger, code, flags, debits_pending, debits_posted, credits_pending, credits_posted,
                   version, last_ts
            FROM ledger.account WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE""";

    private final Connection connection;

    BatchReader(Connection connection) {
        this.connection = connection;
    }

    /** Locks the lane's head; every other batch of the lane, and every as-of question, waits for this transaction. */
    LaneHead lockHead(int lane, long token) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_HEAD)) {
            statement.setInt(1, lane);
            statement.setLong(2, token);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new LaneLost(lane);
                }
                return new LaneHead(
                        lane, token, rows.getLong(1), rows.getLong(2), rows.getBytes(3), rows.getBoolean(4));
            }
        }
    }

    void loadApplied(UUID[] ids, Books books) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(APPLIED)) {
            ArrayParameters.setUuids(statement, 1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    books.addApplied(applied(rows));
                }
            }
        }
    }

    private static AppliedTransfer applied(ResultSet rows) throws SQLException {
        Transfer transfer = Rows.transfer(rows);
        return new AppliedTransfer(
                transfer,
                rows.getObject("request_hash", UUID.class),
                rows.getObject("link_group", UUID.class),
                rows.getInt("ordinal"),
                rows.getLong("ts"));
    }

    void loadFailed(UUID[] ids, Books books) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FAILED)) {
            ArrayParameters.setUuids(statement, 1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    books.addFailed(rows.getObject(1, UUID.class), TransferResult.valueOf(rows.getString(2)));
                }
            }
        }
    }

    void lockPending(UUID[] ids, Books books) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_PENDING)) {
            ArrayParameters.setUuids(statement, 1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    books.add(new PendingState(
                            rows.getObject(1, UUID.class),
                            rows.getLong(2),
                            rows.getLong(3),
                            rows.getLong(4),
                            rows.getLong(5),
                            rows.getInt(6),
                            rows.getInt(7),
                            rows.getInt(8),
                            PendingState.Status.of(rows.getInt(9)),
                            false));
                }
            }
        }
    }

    /** @param ids sorted and distinct */
    void lockAccounts(long[] ids, Books books) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_ACCOUNTS)) {
            ArrayParameters.setBigints(statement, 1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    books.add(new AccountState(Rows.account(rows)));
                }
            }
        }
    }

    /**
     * Locks accounts that a refusal rests on and compares them with what the lane believed.
     *
     * @param ids sorted and distinct
     */
    void requireUnchanged(long[] ids, Books books) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_ACCOUNTS)) {
            ArrayParameters.setBigints(statement, 1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    AccountState believed = books.account(rows.getLong("id"));
                    if (believed == null || believed.version() != rows.getLong("version")) {
                        throw new StaleAccounts();
                    }
                }
            }
        }
    }

    /** Whether the batch with this hash is the lane's durable batch {@code seq}. */
    static boolean isCommitted(Connection connection, int lane, long seq, byte[] hash) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 1 FROM ledger.batch WHERE lane = ? AND seq = ? AND hash = ?")) {
            statement.setInt(1, lane);
            statement.setLong(2, seq);
            statement.setBytes(3, hash);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
