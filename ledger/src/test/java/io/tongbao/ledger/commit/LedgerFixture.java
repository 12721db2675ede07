package io.tongbao.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.audit.JournalVerifier;
import io.tongbao.ledger.audit.Progress;
import io.tongbao.ledger.audit.VerifyOptions;
import io.tongbao.ledger.audit.VerifyReport;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;

/** A database with a bank and two wallets, and nodes on it that are closed with it. */
final class LedgerFixture implements AutoCloseable {

    static final int CNY = 1562;
    static final long BANK = 1;
    static final long ALICE = 2;
    static final long BOB = 3;

    final TestDatabase database = TestPostgres.database("ledger");
    private final List<LedgerNode> nodes = new ArrayList<>();
    private int ids;

    LedgerFixture() throws SQLException {
        Set<AccountFlag> wallet = Set.of(AccountFlag.HISTORY, AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS);
        try (Connection connection = database.dataSource().getConnection()) {
            AccountStore.open(
                    connection,
                    List.of(
                            new AccountSpec(BANK, CNY, 1010, Set.of()),
                            new AccountSpec(ALICE, CNY, 2010, wallet),
                            new AccountSpec(BOB, CNY, 2010, wallet)));
        }
        database.execute(Tables.SCHEMA);
    }

    LedgerNode node(String name) {
        return node(LedgerOptions.defaults(name).withLanes(1), database.dataSource());
    }

    LedgerNode node(LedgerOptions options, DataSource dataSource) {
        LedgerNode node = LedgerNode.start(dataSource, options, InstantSource.system());
        nodes.add(node);
        return node;
    }

    Transfer move(long from, long to, long amount) {
        return Transfer.single(new UUID(0x0190_0000_0000_7000L, ++ids), from, to, amount, CNY, 100, null);
    }

    /** Refused by the ledger's machinery with this code. */
    static ErrorCode refusal(CompletableFuture<Decision> answer) {
        try {
            throw new AssertionError("answered " + answer.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof Refused refused) {
                return refused.code();
            }
            throw e;
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /**
     * A lane of {@code node} that waits: for an account that this connection holds. Closing it lets the lane go on.
     *
     * @return the connection and the answer to the posting that the lane is busy with
     */
    Held hold(LedgerNode node, long account) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE ledger.account SET version = version + 1 WHERE id = " + account);
        }
        CompletableFuture<Decision> answer = node.submit(Posting.of(move(BANK, account, 1)));
        // Until the lane has taken the posting out of its queue and waits in the database.
        for (int i = 0; i < 10_000_000 && waiting() == 0; i++) {
            Thread.onSpinWait();
        }
        return new Held(connection, answer);
    }

    private long waiting() throws SQLException {
        return number(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
    }

    record Held(Connection connection, CompletableFuture<Decision> answer) {

        void release() throws SQLException {
            connection.commit();
            connection.close();
            assertThat(answer.join()).isInstanceOf(Decision.Applied.class);
        }
    }

    void verify() throws SQLException, IOException {
        VerifyReport report =
                new JournalVerifier(database.dataSource(), VerifyOptions.JOURNAL_ALONE, Progress.SILENT).verify();
        assertThat(report.holds()).as(report.text()).isTrue();
    }

    @Override
    public void close() {
        nodes.forEach(LedgerNode::close);
        database.close();
    }
}
