package io.tongbao.staff;

import static io.tongbao.staff.StaffWorld.acting;
import static io.tongbao.staff.StaffWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Refused;
import io.tongbao.staff.Proposals.ProposeCommand;
import io.tongbao.staff.audit.AuditVerifier;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ProposalsTest {

    private final StaffWorld world = new StaffWorld();
    private final Limit limit = new Limit();
    private final Proposals proposals = world.proposals(limit);
    private StaffMember ada = world.member("ada", Role.RISK);
    private StaffMember bo = world.member("bo", Role.RISK);
    private StaffMember chen = world.member("chen", Role.RISK);

    /** A number that takes two people to change. */
    private final class Limit implements ProposalKind<Long> {

        private final AtomicInteger applied = new AtomicInteger();

        @Override
        public String name() {
            return "test.limit";
        }

        @Override
        public Permission toMake() {
            return Permission.PROVIDER_STATUS_PROPOSE;
        }

        @Override
        public Permission toCheck() {
            return Permission.PROVIDER_STATUS_APPROVE;
        }

        @Override
        public Set<String> fields() {
            return Set.of("to");
        }

        @Override
        public SequencedMap<String, String> encode(Long payload) {
            return new LinkedHashMap<>(Map.of("to", payload.toString()));
        }

        @Override
        public Long decode(Map<String, String> fields) {
            return Long.valueOf(fields.getOrDefault("to", "0"));
        }

        @Override
        public String subject(Long payload) {
            return "limit:only";
        }

        @Override
        public Diff look(Connection connection, Long payload) {
            long now = value("FOR UPDATE");
            return new Diff(
                    Long.toString(now),
                    new LinkedHashMap<>(Map.of("limit", Long.toString(now))),
                    new LinkedHashMap<>(Map.of("limit", payload.toString())));
        }

        @Override
        public void apply(Connection connection, Long payload, Acting acting) {
            applied.incrementAndGet();
            world.jdbc.sql("UPDATE a_limit SET value = ?").param(payload).update();
            if (payload == 13) {
                throw new Refused(StaffError.NOTHING_TO_CHANGE, "not thirteen");
            }
        }

        private long value(String lock) {
            return world.jdbc
                    .sql("SELECT value FROM a_limit " + lock)
                    .query(Long.class)
                    .single();
        }
    }

    @BeforeEach
    void tableOfTheThing() {
        world.database.execute("CREATE TABLE a_limit (value bigint)", "INSERT INTO a_limit VALUES (5)");
    }

    @AfterEach
    void close() throws SQLException, IOException {
        assertThat(AuditVerifier.verify(world.database.dataSource(), null, null).firstBroken())
                .isNull();
        world.close();
    }

    private Proposal propose(StaffMember maker, String key, long to) {
        return proposals.propose(
                new ProposeCommand(maker.id(), key, "test.limit", Map.of("to", Long.toString(to)), "季度调整 quarterly"),
                acting(maker));
    }

    @Test
    void twoPeopleChangeSomethingAndTheTrailSaysSo() {
        Proposal made = propose(ada, "k1", 9);
        assertThat(made.before()).containsEntry("limit", "5");
        assertThat(made.after()).containsEntry("limit", "9");
        assertThat(limit.value("")).isEqualTo(5);
        assertThat(propose(ada, "k1", 9)).isEqualTo(made);
        refused(() -> propose(ada, "k1", 10), StaffError.PROPOSAL_KEY_REUSED);
        refused(() -> proposals.approve(made.id(), ada.id(), acting(ada)), StaffError.OWN_PROPOSAL);
        assertThat(proposals.list(ProposalState.OPEN, null, 10)).containsExactly(made);
        Proposal applied = proposals.approve(made.id(), bo.id(), acting(bo));
        assertThat(applied.state()).isEqualTo(ProposalState.APPLIED);
        assertThat(applied.decidedBy()).isEqualTo(bo.id());
        assertThat(limit.value("")).isEqualTo(9);
        assertThat(proposals.approve(made.id(), bo.id(), acting(bo)))
                .as("a repeat by the same person")
                .isEqualTo(applied);
        refused(() -> proposals.approve(made.id(), chen.id(), acting(chen)), StaffError.PROPOSAL_DECIDED);
        refused(() -> proposals.reject(made.id(), chen.id(), "too late", acting(chen)), StaffError.PROPOSAL_DECIDED);
        refused(() -> proposals.withdraw(made.id(), ada.id(), acting(ada)), StaffError.PROPOSAL_DECIDED);
        assertThat(limit.applied).hasValue(1);
        assertThat(world.actions()).endsWith("proposal.made", "proposal.applied");
        AuditRecord last = world.trail.find(AuditTrail.Query.newest(1)).getFirst();
        assertThat(FlatJson.read(last.detail()))
                .containsEntry("before.limit", "5")
                .containsEntry("after.limit", "9");
        assertThat(last.sourceIp()).isEqualTo("192.0.2.7");
    }

    @Test
    void ofManyWhoApproveAtOnceOneDoes() throws InterruptedException, ExecutionException {
        List<StaffMember> checkers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            checkers.add(world.member("risk" + i, Role.RISK));
        }
        for (int round = 0; round < 5; round++) {
            Proposal made = propose(ada, "race" + round, 100 + round);
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger won = new AtomicInteger();
            AtomicInteger decided = new AtomicInteger();
            try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
                List<Future<?>> all = new ArrayList<>();
                for (StaffMember checker : checkers) {
                    all.add(executor.submit(() -> {
                        go.await();
                        try {
                            proposals.approve(made.id(), checker.id(), acting(checker));
                            won.incrementAndGet();
                        } catch (Refused e) {
                            assertThat(e.code()).isEqualTo(StaffError.PROPOSAL_DECIDED);
                            decided.incrementAndGet();
                        }
                        return null;
                    }));
                }
                go.countDown();
                for (Future<?> one : all) {
                    one.get();
                }
            }
            assertThat(won).hasValue(1);
            assertThat(decided).hasValue(7);
            assertThat(limit.applied).hasValue(round + 1);
        }
    }

    @Test
    void aChangeThatFailsLeavesTheProposalOpenAndNothingChanged() {
        Proposal made = propose(ada, "k1", 13);
        refused(() -> proposals.approve(made.id(), bo.id(), acting(bo)), StaffError.NOTHING_TO_CHANGE);
        assertThat(limit.value("")).isEqualTo(5);
        assertThat(proposals.find(made.id()).orElseThrow().state()).isEqualTo(ProposalState.OPEN);
        assertThat(world.actions()).endsWith("proposal.made");
    }

    @Test
    void whatWasChangedMeanwhileIsStale() {
        Proposal made = propose(ada, "k1", 9);
        world.database.execute("UPDATE a_limit SET value = 6");
        refused(() -> proposals.approve(made.id(), bo.id(), acting(bo)), StaffError.PROPOSAL_STALE);
        refused(() -> proposals.approve(made.id(), bo.id(), acting(bo)), StaffError.PROPOSAL_STALE);
        assertThat(proposals.find(made.id()).orElseThrow().state()).isEqualTo(ProposalState.STALE);
        assertThat(limit.value("")).isEqualTo(6);
        assertThat(world.actions()).endsWith("proposal.stale");
    }

    @Test
    void aProposalEndsByRejectionWithdrawalOrTime() {
        Proposal rejected = propose(ada, "k1", 9);
        refused(() -> proposals.reject(rejected.id(), bo.id(), " x ", acting(bo)), StaffError.REASON_REQUIRED);
        refused(() -> proposals.reject(rejected.id(), ada.id(), "myself", acting(ada)), StaffError.OWN_PROPOSAL);
        assertThat(proposals.reject(rejected.id(), bo.id(), "理由不足", acting(bo)).decisionReason())
                .isEqualTo("理由不足");
        refused(() -> proposals.approve(rejected.id(), chen.id(), acting(chen)), StaffError.PROPOSAL_DECIDED);

        Proposal withdrawn = propose(ada, "k2", 9);
        refused(() -> proposals.withdraw(withdrawn.id(), bo.id(), acting(bo)), StaffError.NOT_YOUR_PROPOSAL);
        assertThat(proposals.withdraw(withdrawn.id(), ada.id(), acting(ada)).state())
                .isEqualTo(ProposalState.WITHDRAWN);

        Proposal late = propose(ada, "k3", 9);
        Proposal forgotten = propose(ada, "k4", 9);
        world.clock.advance(Proposals.LIFETIME.minusMillis(1));
        assertThat(proposals.expire(10)).isZero();
        world.clock.advance(Duration.ofMillis(1));
        refused(() -> proposals.approve(late.id(), bo.id(), acting(bo)), StaffError.PROPOSAL_EXPIRED);
        assertThat(proposals.expire(10)).isEqualTo(1);
        assertThat(proposals.find(forgotten.id()).orElseThrow().state()).isEqualTo(ProposalState.EXPIRED);
        assertThat(limit.applied).hasValue(0);
        assertThat(world.actions()).endsWith("proposal.made", "proposal.made", "proposal.expired", "proposal.expired");
    }

    @Test
    void onlyWhoMayMakesAndChecks() {
        StaffMember viewer = world.member("vera", Role.VIEWER, Role.CARE, Role.FINANCE, Role.AUDITOR);
        refused(() -> propose(viewer, "k1", 9), StaffError.PERMISSION_MISSING);
        Proposal made = propose(ada, "k1", 9);
        refused(() -> proposals.approve(made.id(), viewer.id(), acting(viewer)), StaffError.PERMISSION_MISSING);
        refused(() -> proposals.approve(world.ids.next(), bo.id(), acting(bo)), StaffError.PROPOSAL_NOT_FOUND);
        refused(() -> propose(ada, "k2", 5), StaffError.NOTHING_TO_CHANGE);
        StaffMember admin = world.member("root", Role.ADMIN);
        world.suspend.execute(bo.id(), admin.id(), "left the company", acting(admin));
        refused(() -> proposals.approve(made.id(), bo.id(), acting(bo)), StaffError.PERMISSION_MISSING);
    }

    @Test
    void theTableItselfRefusesAnApprovalByTheMaker() {
        Proposal made = propose(ada, "k1", 9);
        assertThatThrownBy(() -> world.jdbc
                        .sql(
                                "UPDATE staff.proposal SET state = 'applied', decided_by = maker, decided_at = made_at WHERE id = ?")
                        .param(made.id())
                        .update())
                .hasMessageContaining("check");
    }
}
