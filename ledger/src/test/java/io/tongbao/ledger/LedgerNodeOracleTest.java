package io.tongbao.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tongbao.ledger.audit.JournalVerifier;
import io.tongbao.ledger.audit.Progress;
import io.tongbao.ledger.audit.VerifyOptions;
import io.tongbao.ledger.audit.VerifyReport;
import io.tongbao.ledger.oracle.NaiveLedger;
import io.tongbao.ledger.oracle.RandomRequests;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.SeededRandom;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole ledger on PostgreSQL beside the naive one: same answers, same counters, and books that verify. */
final class LedgerNodeOracleTest {

    private static final int GROUPS = 90;

    private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final NaiveLedger naive = new NaiveLedger();
    private final Map<Long, Integer> appliedInBatch = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithTheNaiveLedger(long defaultSeed) throws Exception {
        SeededRandom seed = SeededRandom.orElse(defaultSeed);
        SplittableRandom random = new SplittableRandom(seed.seed());
        try (TestDatabase database = TestPostgres.database("ledger")) {
            open(database);
            RandomRequests requests = new RandomRequests(random, naive);
            try (LedgerNode node = LedgerNode.start(
                    database.dataSource(), LedgerOptions.defaults("oracle").withLanes(1), clock)) {
                long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
                for (int i = 0; i < GROUPS; i++) {
                    freeze(database, requests.toFreeze(), random);
                    now = requests.nextTs(now + 1_000);
                    clock.set(Instant.EPOCH.plus(now, ChronoUnit.MICROS));
                    postGroup(node, requests, 1 + random.nextInt(30), seed);
                }
                compare(node, seed);
            }
            VerifyReport report =
                    new JournalVerifier(database.dataSource(), VerifyOptions.JOURNAL_ALONE, Progress.SILENT).verify();
            assertThat(report.holds()).as(report.text()).isTrue();
            assertThat(report.counts()).containsEntry("transfers", (long) naive.done.size());
        }
    }

    private void open(TestDatabase database) throws SQLException {
        List<AccountSpec> specs = new ArrayList<>();
        for (NaiveLedger.Acc account : RandomRequests.accounts()) {
            naive.accounts.put(account.id, account);
            EnumSet<AccountFlag> flags = EnumSet.noneOf(AccountFlag.class);
            for (AccountFlag flag : AccountFlag.values()) {
                if (flag.in(account.flags)) {
                    flags.add(flag);
                }
            }
            specs.add(new AccountSpec(account.id, account.ledger, 2010, flags));
        }
        try (Connection connection = database.dataSource().getConnection()) {
            AccountStore.open(connection, specs);
        }
    }

    private void freeze(TestDatabase database, long id, SplittableRandom random) throws SQLException {
        if (id == 0) {
            return;
        }
        AccountFlag flag = random.nextBoolean() ? AccountFlag.DEBIT_FROZEN : AccountFlag.CREDIT_FROZEN;
        NaiveLedger.Acc account = naive.account(id);
        account.flags ^= flag.bit();
        try (Connection connection = database.dataSource().getConnection()) {
            AccountStore.setFrozen(connection, id, flag, flag.in(account.flags));
        }
    }

    /** Sends some requests at once and tells the oracle of them in the order, and at the times, in which they ran. */
    private void postGroup(LedgerNode node, RandomRequests requests, int size, SeededRandom seed) {
        List<List<Transfer>> sent = new ArrayList<>();
        List<CompletableFuture<Decision>> answers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<Transfer> request = requests.next();
            sent.add(request);
            answers.add(node.submit(new Posting(0, request, List.of(), Riders.NONE)));
        }
        for (int i = 0; i < size; i++) {
            Decision decision = answers.get(i).join();
            BatchStamp stamp = decision.stamp();
            int before = naive.done.size();
            int done = appliedInBatch.getOrDefault(stamp.batchSeq(), 0);
            NaiveLedger.Answer expected = naive.post(sent.get(i), stamp.ts() + done);
            appliedInBatch.merge(stamp.batchSeq(), naive.done.size() - before, Integer::sum);
            assertThat(answer(decision)).as("%s, %s", seed, sent.get(i)).isEqualTo(expected);
        }
    }

    private static NaiveLedger.Answer answer(Decision decision) {
        return switch (decision) {
            case Decision.Applied a ->
                new NaiveLedger.Answer(0, a.repeated() ? TransferResult.EXISTS : TransferResult.OK, a.amounts());
            case Decision.RefusedByLedger r -> new NaiveLedger.Answer(r.index(), r.result(), List.of());
            case Decision.RefusedByGuard r -> throw new AssertionError(r);
            case Decision.Rejected r -> throw new AssertionError(r);
            case Decision.Replayed r -> throw new AssertionError(r);
        };
    }

    private void compare(LedgerNode node, SeededRandom seed) {
        for (NaiveLedger.Acc expected : naive.accounts.values()) {
            Account account = node.account(expected.id).orElseThrow();
            assertThat(account.flags()).as("%s, flags of %d", seed, expected.id).isEqualTo(expected.flags);
            assertThat(List.of(
                            BigInteger.valueOf(account.debitsPending()),
                            BigInteger.valueOf(account.debitsPosted()),
                            BigInteger.valueOf(account.creditsPending()),
                            BigInteger.valueOf(account.creditsPosted())))
                    .as("%s, account %d", seed, expected.id)
                    .containsExactly(
                            expected.debitsPending,
                            expected.debitsPosted,
                            expected.creditsPending,
                            expected.creditsPosted);
        }
        naive.done.forEach(
                (id, done) -> assertThat(node.transfer(id).orElseThrow().transfer())
                        .as("%s", seed)
                        .isEqualTo(done.transfer()));
    }

    @Test
    void theFutureCannotBeAskedFor() throws Exception {
        try (TestDatabase database = TestPostgres.database("ledger")) {
            open(database);
            try (LedgerNode node = LedgerNode.start(database.dataSource(), LedgerOptions.defaults("oracle"), clock)) {
                assertThat(catchThrowable(() -> node.balanceAsOf(1, Long.MAX_VALUE)))
                        .hasMessageContaining("in the future");
                assertThat(node.post(
                                Posting.of(Transfer.single(new UUID(1, 1), 1, 2, 5, RandomRequests.CNY, 100, null))))
                        .isInstanceOf(Decision.Applied.class);
            }
        }
    }
}
