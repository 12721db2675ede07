package io.tongbao.bench.crash;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.bench.desk.Market;
import io.tongbao.bench.http.AnswerBuffer;
import io.tongbao.bench.http.LoadLoop;
import io.tongbao.bench.payments.SignedRequests;
import io.tongbao.kernel.PublicId;
import io.tongbao.ledger.audit.JournalVerifier;
import io.tongbao.ledger.audit.Progress;
import io.tongbao.ledger.audit.VerifyOptions;
import io.tongbao.ledger.audit.VerifyReport;
import io.tongbao.payment.Payment;
import io.tongbao.payment.state.PaymentState;
import io.tongbao.postgres.CopyRows;
import io.tongbao.postgres.DatabaseAddress;
import io.tongbao.postgres.Databases;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks for every answered payment, twice: over the interface, as the provider would, and in the tables behind the server's
 * back. Then the other way round: nothing may have reached the provider that nobody was told of.
 */
final class Audit {

    private static final int CONNECTIONS = 16;
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);

    private static final String MISSING = """
            SELECT k.reference FROM ack k
            LEFT JOIN payment.orders o ON o.id = k.payment_id AND o.reference = k.reference AND o.state = ?
                AND o.captured_minor = k.amount
            LEFT JOIN ledger.transfer t ON t.id = k.transfer_id AND t.amount = k.amount AND t.credit_id = ?
            WHERE o.id IS NULL OR t.id IS NULL""";
    private static final String UNTOLD = """
            SELECT count(*) FROM ledger.transfer t
            WHERE t.credit_id = ? AND NOT EXISTS (SELECT 1 FROM ack k WHERE k.transfer_id = t.id)""";
    private static final String TWICE = "SELECT count(*) - count(DISTINCT reference) FROM ack";

    private final Market market;
    private final InstantSource clock;

    Audit(Market market, InstantSource clock) {
        this.market = market;
        this.clock = clock;
    }

    /**
     * @param lost answered payments that are not there, by reference
     * @param duplicated payments that were made more than once: transfers nobody was told of, or one reference answered as
     *     two payments
     */
    record Finding(Set<String> lost, long duplicated) {}

    /** Over the interface of a server. */
    Set<String> missingOverHttp(URI server, List<Ack> acks) throws IOException {
        SignedRequests requests = new SignedRequests(market, server, clock, "");
        Set<String> missing = new HashSet<>();
        LoadLoop.Tasks tasks = new LoadLoop.Tasks() {
            @Override
            public int count() {
                return acks.size();
            }

            @Override
            public byte @Nullable [] request(int task, int step) {
                return step == 0 ? requests.read(acks.get(task).reference()) : null;
            }

            @Override
            public boolean accepts(int task, int step, AnswerBuffer answer) {
                Ack ack = acks.get(task);
                String body = answer.body();
                boolean found = answer.status() == 200
                        && body.contains('"' + ack.paymentId() + '"')
                        && body.contains("\"succeeded\"")
                        && body.contains("\"amount_minor\":" + ack.amountMinor());
                if (!found) {
                    missing.add(ack.reference());
                }
                return found;
            }
        };
        try (LoadLoop loop = new LoadLoop(server.getPort(), CONNECTIONS)) {
            LoadLoop.Result result = loop.closedLoop(tasks, READ_LIMIT);
            if (result.answered() + result.failed() < acks.size()) {
                throw new IOException("only " + (result.answered() + result.failed()) + " of " + acks.size()
                        + " payments could be read within " + READ_LIMIT.toSeconds() + " s");
            }
        }
        return missing;
    }

    /**
     * In the tables.
     *
     * @param everAcked all payments answered since the market was made
     */
    Finding inTables(DatabaseAddress address, List<Ack> everAcked) throws SQLException {
        try (Connection connection = Databases.connect(address)) {
            load(connection, everAcked);
            Set<String> lost = new HashSet<>();
            try (PreparedStatement select = connection.prepareStatement(MISSING)) {
                select.setInt(1, PaymentState.SUCCEEDED.number());
                select.setLong(2, market.providerAccountId());
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        lost.add(rows.getString(1));
                    }
                }
            }
            return new Finding(
                    lost, count(connection, UNTOLD, market.providerAccountId()) + count(connection, TWICE, 0));
        }
    }

    /** What is wrong with the books as a whole, by every invariant over the whole journal; empty when nothing is. */
    static String books(DatabaseAddress address) throws SQLException, IOException {
        try (HikariDataSource pool = Databases.pool(address, "crash-audit", 4)) {
            VerifyReport report = new JournalVerifier(pool, VerifyOptions.JOURNAL_ALONE, Progress.SILENT).verify();
            return report.holds() ? "" : report.text();
        }
    }

    private static void load(Connection connection, List<Ack> acks) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TEMPORARY TABLE ack (reference text, payment_id uuid, transfer_id uuid, amount bigint)");
        }
        CopyRows rows = new CopyRows(4);
        for (Ack ack : acks) {
            UUID payment = PublicId.parse(Payment.PREFIX, ack.paymentId())
                    .orElseThrow(() -> new SQLException("not a payment's id: " + ack.paymentId()));
            rows.row()
                    .text(ack.reference())
                    .uuid(payment)
                    .uuid(Payment.mainTransferId(payment))
                    .bigint(ack.amountMinor());
        }
        if (!rows.isEmpty()) {
            rows.copyInto(connection, "ack", "reference, payment_id, transfer_id, amount");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE INDEX ON ack (transfer_id)");
            statement.execute("ANALYZE ack");
        }
    }

    private static long count(Connection connection, String sql, long parameter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            if (parameter != 0) {
                select.setLong(1, parameter);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The first few of something, for people. */
    static List<String> some(Set<String> references) {
        List<String> few = new ArrayList<>(references);
        return few.subList(0, Math.min(5, few.size()));
    }
}
