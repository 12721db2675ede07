package io.tongbao.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Finds out what became of a commit whose answer was lost. The lane's head row is locked first: a transaction of the lost
 * connection still holds it until it has ended one way or the other, so the answer is final.
 */
public final class UnknownCommit {

    private UnknownCommit() {}

    /** Whether the batch is durable. */
    public static boolean wasCommitted(Connection connection, BatchRecord batch) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT 1 FROM ledger.lane_head WHERE lane = ? FOR UPDATE")) {
            lock.setInt(1, batch.stamp().lane());
            lock.executeQuery().close();
        }
        boolean committed = BatchReader.isCommitted(
                connection, batch.stamp().lane(), batch.stamp().batchSeq(), batch.hash());
        connection.rollback();
        return committed;
    }
}
