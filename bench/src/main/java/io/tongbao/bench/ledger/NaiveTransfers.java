package io.tongbao.bench.ledger;

import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/**
 * The baseline: one transaction per transfer, sixteen connections, both accounts locked in id order, prepared statements,
 * durable commits, the ledger's own tables and indexes.
 */
public final class NaiveTransfers implements Measurement {

    /** Connections that write at once. */
    public static final int CONNECTIONS = 16;

    private final int accounts;
    private final int lane;

    /**
     * @param accounts ids 1 to this number exist
     */
    public NaiveTransfers(int accounts) {
        this.accounts = accounts;
        // A lane no node has, so that the rows' places collide with nothing.
        this.lane = 1_000_000;
    }

    @Override
    public double perSecond(DataSource dataSource, long warmupMs, long measureMs) throws SQLException {
        AtomicBoolean stop = new AtomicBoolean();
        LongAdder done = new LongAdder();
        try (ExecutorService workers = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int worker = i;
                running.add(workers.submit(() -> {
                    work(dataSource, worker, stop, done);
                    return null;
                }));
            }
            double rate = Rate.measure(done, warmupMs, measureMs);
            stop.set(true);
            for (Future<?> future : running) {
                future.get();
            }
            return rate;
        } catch (ExecutionException e) {
            throw new SQLException("a naive worker failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    private void work(DataSource dataSource, int worker, AtomicBoolean stop, LongAdder done) throws SQLException {
        TransferWorkload workload = new TransferWorkload(worker, accounts, 0);
        // Starts anew in each round; rows of earlier rounds stay in the table.
        long seq = System.nanoTime();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement lock = connection.prepareStatement(
                            "SELECT id, debits_posted, credits_posted FROM ledger.account WHERE id IN (?, ?)"
                                    + " ORDER BY id FOR NO KEY UPDATE");
                    PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO ledger.transfer (id, debit_id, credit_id, amount, batch_seq, ts, ledger, code,"
                                    + " timeout_s, lane, ordinal, kind, flags, request_hash, user_ref)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, 0, 0, ?, ?)");
                    PreparedStatement debit = connection.prepareStatement(
                            "UPDATE ledger.account SET debits_posted = debits_posted + ?, version = version + 1"
                                    + " WHERE id = ?");
                    PreparedStatement credit = connection.prepareStatement(
                            "UPDATE ledger.account SET credits_posted = credits_posted + ?, version = version + 1"
                                    + " WHERE id = ?")) {
                while (!stop.get()) {
                    Transfer t = workload.next();
                    lock.setLong(1, t.debitId());
                    lock.setLong(2, t.creditId());
                    try (ResultSet rows = lock.executeQuery()) {
                        while (rows.next()) {
                            rows.getLong(2);
                        }
                    }
                    insert.setObject(1, t.id());
                    insert.setLong(2, t.debitId());
                    insert.setLong(3, t.creditId());
                    insert.setLong(4, t.amount());
                    insert.setLong(5, ++seq);
                    insert.setLong(6, seq);
                    insert.setInt(7, t.ledger());
                    insert.setInt(8, t.code());
                    insert.setInt(9, lane + worker);
                    insert.setObject(10, TransferIds.of(t.id(), 0));
                    insert.setObject(11, t.userRef());
                    insert.executeUpdate();
                    debit.setLong(1, t.amount());
                    debit.setLong(2, t.debitId());
                    debit.executeUpdate();
                    credit.setLong(1, t.amount());
                    credit.setLong(2, t.creditId());
                    credit.executeUpdate();
                    connection.commit();
                    done.increment();
                }
            }
        }
    }
}
