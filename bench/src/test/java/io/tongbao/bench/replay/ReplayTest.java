package io.tongbao.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bench.desk.UseCases;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferIds;
import io.tongbao.payment.PolicyPack;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays against an oracle that books row after row in a map. */
final class ReplayTest {

    private static final Path SAMPLES = Path.of(System.getProperty("tongbao.root", ".."), "..", "shared", "data");
    private static final String HEADER = "step,action,amount,nameOrig,oldBalanceOrig,nameDest,oldBalanceDest\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyRowSeesExactlyTheRowsBeforeIt(long seed) throws IOException, SQLException {
        Oracle oracle = new Oracle();
        Path log = Files.writeString(directory.resolve("log.csv"), oracle.history(seed, 6_000));
        try (TestDatabase database = database()) {
            Outcome whole = replay(database, log, Long.MAX_VALUE);
            assertThat(whole.tally().applied()).as("seed %d", seed).isEqualTo(oracle.applied);
            assertThat(whole.tally().refusedByCode().getOrDefault("insufficient_funds", 0L))
                    .isEqualTo(oracle.overdrafts);
            assertThat(whole.tally().applied() + whole.tally().refused()).isEqualTo(6_000);
            assertThat(balances(database)).isEqualTo(oracle.balances);
            assertThat(whole.check().conserved()).isTrue();
            assertThat(whole.check().customers()).isEqualTo(oracle.balances.size());

            Outcome again = replay(database, log, Long.MAX_VALUE);
            assertThat(again.tally().duplicates()).isEqualTo(6_000);
            assertThat(again.tally().applied() + again.tally().refused()).isZero();
            assertThat(balances(database)).isEqualTo(oracle.balances);
            assertThat(again.check()).isEqualTo(whole.check());
        }
    }

    @Test
    void aRunThatEndedEarlyIsResumed() throws IOException, SQLException {
        Oracle oracle = new Oracle();
        Path log = Files.writeString(directory.resolve("log.csv"), oracle.history(7, 5_000));
        try (TestDatabase database = database()) {
            Outcome begun = replay(database, log, 2_345);
            assertThat(begun.tally().applied() + begun.tally().refused()).isEqualTo(2_345);
            assertThat(begun.check().conserved()).isTrue();
            Outcome resumed = replay(database, log, Long.MAX_VALUE);
            assertThat(resumed.tally().duplicates()).isEqualTo(2_345);
            assertThat(begun.tally().applied() + resumed.tally().applied()).isEqualTo(oracle.applied);
            assertThat(balances(database)).isEqualTo(oracle.balances);
            assertThat(resumed.check().conserved()).isTrue();
        }
    }

    @Test
    void logsShareTheirCustomersAndEachIsConserved() throws IOException, SQLException {
        Path january = Files.writeString(
                directory.resolve("january.csv"), HEADER + "1,PAYMENT,1,a,10,shop,0\n1,TRANSFER,2,a,9,b,5\n");
        Path february = Files.writeString(
                directory.resolve("february.csv"),
                HEADER
                        + "1,TRANSFER,6.5,b,99,a,99\n2,CASH_IN,3,c,-4,agent,0\n3,CASH_OUT,4,c,3,agent,0\n4,PAYMENT,0,c,0,shop,0\n"
                        + "5,TRANSFER,1,c,0,c,0\n6,DEBIT,1.25,c,3,bank,0\n");
        try (TestDatabase database = database()) {
            assertThat(replay(database, january, 9).tally().applied()).isEqualTo(2);
            Outcome second = replay(database, february, 9);
            assertThat(second.tally().applied()).isEqualTo(3);
            assertThat(second.tally().refusedByCode())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("insufficient_funds", 1L, "invalid_amount", 1L, "same_payer_and_payee", 1L));
            assertThat(balances(database)).isEqualTo(Map.of("a", 700L + 650, "b", 700L - 650, "c", 300L - 125));
            assertThat(second.check().conserved()).isTrue();
            assertThat(replay(database, february, 9).tally().duplicates()).isEqualTo(6);
            assertThat(replay(database, january, 9).check().conserved()).isTrue();
        }
    }

    @Test
    void theCheckFindsACentThatIsNotTheCustomers() throws IOException, SQLException {
        Path log = Files.writeString(directory.resolve("log.csv"), HEADER + "1,PAYMENT,1,a,10,shop,0\n");
        try (TestDatabase database = database()) {
            assertThat(replay(database, log, 9).check().conserved()).isTrue();
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE ledger.account SET credits_posted = credits_posted + 1 WHERE id IN"
                        + " (SELECT account_id FROM bench.party WHERE role = 1)");
            }
            Outcome tampered = replay(database, log, 9);
            assertThat(tampered.check().conserved()).isFalse();
            assertThat(tampered.check().wrong()).isEqualTo(1);
        }
    }

    @Test
    void theCheckFindsMoneyThatMovedWithoutARow() throws IOException, SQLException {
        Path log = Files.writeString(directory.resolve("log.csv"), HEADER + "1,PAYMENT,1,a,10,shop,0\n");
        try (TestDatabase database = database()) {
            assertThat(replay(database, log, 9).check().conserved()).isTrue();
            try (LedgerNode stranger = LedgerNode.start(
                    database.dataSource(), LedgerOptions.defaults("stranger"), InstantSource.system())) {
                long customer = account(database, 1);
                long shop = account(database, 3);
                UUID owner = Ids.secure(InstantSource.system()).next();
                assertThat(stranger.post(Posting.of(Transfer.single(
                                TransferIds.of(owner, 0), customer, shop, 100, Currency.CNY.ledger(), 1, owner))))
                        .isInstanceOf(Decision.Applied.class);
            }
            assertThat(replay(database, log, 9).check().wrong()).isEqualTo(1);
        }
    }

    private static long account(TestDatabase database, int role) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT account_id FROM bench.party WHERE role = ?")) {
            select.setInt(1, role);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Test
    @EnabledIf("samplesAreThere")
    void theSampleLogIsConserved() throws IOException, SQLException {
        try (TestDatabase database = database()) {
            Outcome outcome = replay(database, SAMPLES.resolve("mobile-money-30k.csv.gz"), Long.MAX_VALUE);
            assertThat(outcome.tally().applied() + outcome.tally().refused()).isEqualTo(30_000);
            assertThat(outcome.tally().refusedByCode().keySet()).containsExactly("insufficient_funds");
            assertThat(outcome.check().conserved()).isTrue();
        }
    }

    static boolean samplesAreThere() {
        return Files.exists(SAMPLES.resolve("mobile-money-30k.csv.gz"));
    }

    private record Outcome(Tally tally, ConservationCheck.Result check) {}

    private static TestDatabase database() {
        return TestPostgres.database("ledger", "outbox", "vault", "customer", "payment", "merchant", "bench");
    }

    private Outcome replay(TestDatabase database, Path path, long limit) throws IOException, SQLException {
        Path keys = Files.createDirectories(directory.resolve("keys"));
        try (UseCases useCases = UseCases.open(
                database.dataSource(), keys, PolicyPack.REPLAY, ReplayRun.ledgerOptions(), InstantSource.system())) {
            LogFile log = LogFile.identify(path, LogRowsTest.silent());
            Replay replay = new Replay(
                    database.dataSource(),
                    useCases,
                    ReplayedFile.claim(database.dataSource(), log.sha256()),
                    Currency.CNY);
            Tally tally = replay.run(log, limit, LogRowsTest.silent());
            return new Outcome(tally, replay.check(log, LogRowsTest.silent()));
        }
    }

    private static Map<String, Long> balances(TestDatabase database) throws SQLException {
        Map<String, Long> balances = new HashMap<>();
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT p.name, a.credits_posted - a.debits_posted FROM bench.party p"
                                + " JOIN ledger.account a ON a.id = p.account_id WHERE p.role = 1");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                balances.put(rows.getString(1), rows.getLong(2));
            }
        }
        return balances;
    }

    /** Makes a log that overdraws often, and books it. */
    private static final class Oracle {

        private static final List<RowAction> ACTIONS = List.of(RowAction.values());

        private final Map<String, Long> balances = new HashMap<>();
        private long applied;
        private long overdrafts;

        String history(long seed, int rows) {
            Random random = new Random(seed);
            StringBuilder log = new StringBuilder(HEADER);
            for (int i = 0; i < rows; i++) {
                RowAction action = ACTIONS.get(random.nextInt(ACTIONS.size()));
                String payer = "c" + random.nextInt(random.nextBoolean() ? 10 : 300);
                String payee = (action == RowAction.TRANSFER ? "c" : "x") + random.nextInt(40);
                long amountMinor = 1L + random.nextInt(5_000);
                long payerOpening = random.nextInt(12_000) - 2_000L;
                long payeeOpening = random.nextInt(12_000) - 2_000L;
                log.append("1,")
                        .append(action)
                        .append(',')
                        .append(decimal(amountMinor))
                        .append(',');
                log.append(payer).append(',').append(decimal(payerOpening)).append(',');
                log.append(payee).append(',').append(decimal(payeeOpening)).append('\n');
                book(action, amountMinor, payer, payerOpening, payee, payeeOpening);
            }
            return log.toString();
        }

        private void book(
                RowAction action, long amount, String payer, long payerOpening, String payee, long payeeOpening) {
            balances.putIfAbsent(payer, Math.max(0, payerOpening));
            if (action == RowAction.TRANSFER) {
                balances.putIfAbsent(payee, Math.max(0, payeeOpening));
                if (payer.equals(payee)) {
                    return;
                }
            }
            if (action == RowAction.CASH_IN) {
                balances.merge(payer, amount, Long::sum);
            } else if (balances.getOrDefault(payer, 0L) < amount) {
                overdrafts++;
                return;
            } else {
                balances.merge(payer, -amount, Long::sum);
                if (action == RowAction.TRANSFER) {
                    balances.merge(payee, amount, Long::sum);
                }
            }
            applied++;
        }

        private static String decimal(long minor) {
            return BigDecimal.valueOf(minor, 2).toPlainString();
        }
    }
}
