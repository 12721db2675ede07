package io.tongbao.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.Posting;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The auditor looks at what is new, in portions, and sees what is wrong there. */
final class ContinuousAuditorTest {

    @Test
    void checksEveryBatchOnce(@TempDir Path keys) throws Exception {
        FakeClock clock = new FakeClock(Instant.parse("2026-03-02T00:00:00Z"));
        try (TestDatabase database = Sample.build(keys)) {
            ContinuousAuditor auditor = new ContinuousAuditor(database.dataSource(), 1_000);
            AuditResult first = auditor.audit();
            assertThat(first.holds()).as(first.toString()).isTrue();
            assertThat(first.transfers()).isEqualTo(14);
            assertThat(first.batchesBehind()).isZero();
            assertThat(auditor.audit().batches()).isZero();
            try (LedgerNode node = LedgerNode.start(
                    database.dataSource(), LedgerOptions.defaults("three").withLanes(1), clock)) {
                for (int i = 0; i < 5; i++) {
                    node.post(Posting.of(Sample.move(Sample.id(200 + i), Sample.BANK, Sample.ALICE, 1)));
                }
                assertThat(auditor.audit()).matches(AuditResult::holds).returns(5L, AuditResult::batches);
            }
        }
    }

    @Test
    void worksInPortions(@TempDir Path keys) throws Exception {
        try (TestDatabase database = Sample.build(keys)) {
            // The first run trusts what is further back than one portion.
            ContinuousAuditor auditor = new ContinuousAuditor(database.dataSource(), 2);
            AuditResult first = auditor.audit();
            assertThat(first.holds()).as(first.toString()).isTrue();
            assertThat(first.batches()).isEqualTo(4);
            database.execute("INSERT INTO ledger.lane_head (lane, hash) VALUES (9, '\\x" + "00".repeat(32) + "')");
            assertThat(auditor.audit()).matches(AuditResult::holds).returns(0L, AuditResult::batchesBehind);
        }
    }

    @Test
    void seesWhatIsWrong(@TempDir Path keys) throws Exception {
        try (TestDatabase database = Sample.build(keys)) {
            ContinuousAuditor auditor = new ContinuousAuditor(database.dataSource(), 1_000);
            database.execute(
                    "SET session_replication_role = replica; UPDATE ledger.transfer SET user_ref = gen_random_uuid() WHERE id = '"
                            + Sample.LAST + "'",
                    "ALTER TABLE ledger.account DROP CONSTRAINT account_no_overdraft",
                    "UPDATE ledger.account SET debits_posted = debits_posted + 1000000 WHERE id = 2");
            AuditResult result = auditor.audit();
            assertThat(result.broken())
                    .extracting(VerifyReport.Verdict::invariant)
                    .containsExactly(Invariant.I1, Invariant.I3, Invariant.I11);
            assertThat(result.unbalancedLedgers()).isEqualTo(1);
            assertThat(result.overdrafts()).isEqualTo(1);
            assertThat(result.broken().getLast().first()).contains("Merkle root");
            assertThat(result.brokenSinceStart()).isEqualTo(1);
            database.execute("DELETE FROM ledger.lane_head WHERE lane = 2");
            assertThat(auditor.audit().broken())
                    .extracting(VerifyReport.Verdict::first)
                    .contains("lane 2: its head is gone");
        }
    }
}
