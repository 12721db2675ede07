package io.tongbao.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Transfer;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** A million transfers, some of them pending and posted, on two lanes; the rate is reported, not judged. */
@Tag("long")
final class JournalVerifierSpeedTest {

    private static final int CNY = 1562;
    private static final int ACCOUNTS = 50_000;
    private static final int TRANSFERS = 1_000_000;
    private static final int IN_FLIGHT = 8_000;

    @Test
    void verifiesAMillionTransfers(TestReporter reporter) throws Exception {
        try (TestDatabase database = TestPostgres.database("ledger")) {
            fill(database);
            database.execute("VACUUM ANALYZE");
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long cpuNanos = threads.getCurrentThreadCpuTime();
            VerifyReport report = new JournalVerifier(
                            database.dataSource(),
                            VerifyOptions.JOURNAL_ALONE,
                            (step, done, total) -> reporter.publishEntry(step, done + " of " + total))
                    .verify();
            assertThat(report.holds()).as(report.text()).isTrue();
            reporter.publishEntry("report", report.text());
            long ownMillis = (threads.getCurrentThreadCpuTime() - cpuNanos) / 1_000_000L;
            reporter.publishEntry(
                    "transfers per second without the database", Long.toString(TRANSFERS * 1_000L / ownMillis));
            reporter.publishEntry("transfers per second", Long.toString(TRANSFERS * 1_000L / report.millis()));
            assertThat(report.counts()).containsEntry("transfers", (long) TRANSFERS);
        }
    }

    private static void fill(TestDatabase database) throws Exception {
        List<AccountSpec> specs = new ArrayList<>();
        for (long id = 1; id <= ACCOUNTS; id++) {
            specs.add(new AccountSpec(id, CNY, 2010, id % 10 == 0 ? Set.of(AccountFlag.HISTORY) : Set.of()));
        }
        try (Connection connection = database.dataSource().getConnection()) {
            AccountStore.open(connection, specs);
        }
        SplittableRandom random = new SplittableRandom(1);
        ArrayDeque<CompletableFuture<Decision>> answers = new ArrayDeque<>();
        ArrayDeque<UUID> pendings = new ArrayDeque<>();
        LedgerOptions options = LedgerOptions.defaults("fill").withLanes(2);
        try (LedgerNode node = LedgerNode.start(database.dataSource(), options, new FakeClock())) {
            for (int i = 0; i < TRANSFERS; i++) {
                UUID id = new UUID(0x0190_0000_0000_7000L + ((long) i << 16), random.nextLong());
                long debit = 1L + random.nextInt(ACCOUNTS);
                long credit = 1 + (debit + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
                Transfer transfer;
                if (i % 20 == 0) {
                    transfer = Transfer.pending(id, debit, credit, 100, CNY, 1, 0, null);
                    pendings.add(id);
                } else if (i % 20 == 1 && pendings.size() > IN_FLIGHT) {
                    transfer = Transfer.post(id, pendings.remove(), 60, null);
                } else {
                    transfer = Transfer.single(id, debit, credit, 1L + random.nextInt(1_000), CNY, 1, id);
                }
                answers.add(node.submit(Posting.of(transfer)));
                if (answers.size() > IN_FLIGHT) {
                    assertThat(answers.remove().join()).isInstanceOf(Decision.Applied.class);
                }
            }
            answers.forEach(CompletableFuture::join);
        }
    }
}
