package io.tongbao.bench.ledger;

import io.tongbao.ledger.Transfer;
import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The physical limit: the same transfer rows into the same table with the same indexes by binary COPY and nothing else;
 * no balances, no checks, no chain. One connection, one durable commit for every {@value #ROWS_PER_COMMIT} rows.
 */
final class CopyTransfers implements Measurement {

    static final int ROWS_PER_COMMIT = 4_000;

    private final int accounts;

    CopyTransfers(int accounts) {
        this.accounts = accounts;
    }

    @Override
    public double perSecond(DataSource dataSource, long warmupMs, long measureMs) throws SQLException {
        AtomicBoolean stop = new AtomicBoolean();
        LongAdder done = new LongAdder();
        List<SQLException> failures = new ArrayList<>();
        Thread copier = Thread.ofPlatform().name("bench-copy").start(() -> {
            try {
                copy(dataSource, stop, done);
            } catch (SQLException e) {
                failures.add(e);
            }
        });
        double rate = Rate.measure(done, warmupMs, measureMs);
        stop.set(true);
        join(copier);
        @Nullable SQLException failure = failures.isEmpty() ? null : failures.getFirst();
        if (failure != null) {
            throw failure;
        }
        return rate;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(DataSource dataSource, AtomicBoolean stop, LongAdder done) throws SQLException {
        TransferWorkload workload = new TransferWorkload(1, accounts, 0);
        CopyRows rows = new CopyRows(17, 1 << 20);
        // Starts anew in each round; rows of earlier rounds stay in the table.
        long seq = System.nanoTime() / 1_000;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            while (!stop.get()) {
                rows.clear();
                seq++;
                for (int i = 0; i < ROWS_PER_COMMIT; i++) {
                    Transfer t = workload.next();
                    rows.row()
                            .uuid(t.id())
                            .bigint(t.debitId())
                            .bigint(t.creditId())
                            .bigint(t.amount())
                            .bigint(seq)
                            .bigint(seq * ROWS_PER_COMMIT + i)
                            .integer(t.ledger())
                            .integer(t.code())
                            .integer(0)
                            .integer(1)
                            .integer(i)
                            .smallint(0)
                            .smallint(0)
                            .uuid(t.userRef())
                            .uuid(null)
                            .uuid(null)
                            .uuid(t.userRef());
                }
                rows.copyInto(
                        connection,
                        "ledger.transfer",
                        "id, debit_id, credit_id, amount, batch_seq, ts, ledger, code, timeout_s, lane, ordinal, kind,"
                                + " flags, request_hash, link_group, pending_id, user_ref");
                connection.commit();
                done.add(ROWS_PER_COMMIT);
            }
        }
    }
}
