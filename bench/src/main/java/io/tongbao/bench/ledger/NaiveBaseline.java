package io.tongbao.bench.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.bench.cli.CommandFailed;
import java.io.IOException;
import java.sql.SQLException;

/** The naive rate alone, for benches of other things that are compared with it. */
public final class NaiveBaseline {

    private static final int ACCOUNTS = 100_000;

    private NaiveBaseline() {}

    /** Naive transfers a second on a fresh database of a server of its own; see {@link NaiveTransfers}. */
    public static double perSecond(int warmupSeconds, int seconds) throws SQLException {
        try (BenchServer server = BenchServer.start();
                HikariDataSource pool = server.freshLedger(ACCOUNTS, NaiveTransfers.CONNECTIONS + 2)) {
            return new NaiveTransfers(ACCOUNTS).perSecond(pool, warmupSeconds * 1_000L, seconds * 1_000L);
        } catch (IOException e) {
            throw new CommandFailed("the database of the naive transfers could not be started: " + e.getMessage(), e);
        }
    }
}
