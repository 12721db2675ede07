package io.tongbao.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Transfer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Full queues, lost leases, lost answers, two nodes with one request: nothing is lost, doubled or contradicted. */
final class LaneFaultsTest {

    private LedgerFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new LedgerFixture();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.verify();
        fixture.close();
    }

    private Posting toAlice(long amount) {
        return Posting.of(fixture.move(LedgerFixture.BANK, LedgerFixture.ALICE, amount));
    }

    private long balance(LedgerNode node, long account) {
        return node.account(account).orElseThrow().balance();
    }

    @Test
    void aFullQueueAnswersAtOnce() throws Exception {
        LedgerNode node = fixture.node(
                new LedgerOptions("small", 1, 4, 8, Duration.ofSeconds(15), Duration.ofSeconds(5)),
                fixture.database.dataSource());
        LedgerFixture.Held held = fixture.hold(node, LedgerFixture.BOB);
        List<CompletableFuture<Decision>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(node.submit(toAlice(1)));
        }
        List<CompletableFuture<Decision>> refused =
                answers.stream().filter(CompletableFuture::isDone).toList();
        assertThat(refused).hasSize(42);
        assertThat(refused).allMatch(answer -> LedgerFixture.refusal(answer) == RequestError.OVERLOADED);
        assertThat(node.queued()).isEqualTo(8);
        held.release();
        assertThat(answers.stream()
                        .filter(answer -> !answer.isCompletedExceptionally())
                        .map(CompletableFuture::join))
                .hasSize(8)
                .allMatch(Decision.Applied.class::isInstance);
        assertThat(balance(node, LedgerFixture.ALICE)).isEqualTo(8);
        assertThat(node.statistics().overloads()).isEqualTo(42);
    }

    @Test
    void aNodeWhoseLaneWasTakenGoesOnInAnother() throws Exception {
        LedgerNode old = fixture.node("old");
        int lane = old.post(toAlice(1)).stamp().lane();
        fixture.database.execute("UPDATE ledger.lane_head SET lease_until = '-infinity'");
        LedgerNode thief = fixture.node("thief");
        assertThat(thief.post(toAlice(1)).stamp().lane()).isEqualTo(lane);
        List<CompletableFuture<Decision>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(old.submit(toAlice(1)));
            answers.add(thief.submit(toAlice(1)));
        }
        Set<Integer> lanes = new HashSet<>();
        for (CompletableFuture<Decision> answer : answers) {
            lanes.add(answer.join().stamp().lane());
        }
        assertThat(lanes).hasSize(2).contains(lane);
        assertThat(balance(old, LedgerFixture.ALICE)).isEqualTo(202);
    }

    @Test
    void aLaneInTheMiddleOfABatchIsNotTaken() throws Exception {
        LedgerNode old = fixture.node("old");
        int lane = old.post(toAlice(1)).stamp().lane();
        LedgerFixture.Held held = fixture.hold(old, LedgerFixture.BOB);
        fixtureExpiresLeasesUnlessLocked();
        LedgerNode other = fixture.node("other");
        assertThat(other.post(toAlice(1)).stamp().lane()).isNotEqualTo(lane);
        held.release();
        assertThat(old.post(toAlice(1)).stamp().lane()).isEqualTo(lane);
    }

    private void fixtureExpiresLeasesUnlessLocked() {
        fixture.database.execute("UPDATE ledger.lane_head SET lease_until = '-infinity' WHERE lane IN"
                + " (SELECT lane FROM ledger.lane_head FOR UPDATE SKIP LOCKED)");
    }

    @Test
    void anAnswerAsOfAMomentNeverChanges() throws Exception {
        LedgerNode one = fixture.node("one");
        LedgerNode two = fixture.node("two");
        List<CompletableFuture<Decision>> answers = new ArrayList<>();
        Map<Long, Long> asOf = new LinkedHashMap<>();
        for (int i = 0; i < 1_500; i++) {
            answers.add(one.submit(toAlice(1)));
            answers.add(two.submit(toAlice(1)));
            if (i % 50 == 0) {
                long ts = ChronoUnit.MICROS.between(
                        Instant.EPOCH, InstantSource.system().instant());
                asOf.put(ts, one.balanceAsOf(LedgerFixture.ALICE, ts).balance());
            }
        }
        answers.forEach(CompletableFuture::join);
        asOf.forEach((ts, balance) -> assertThat(
                        two.balanceAsOf(LedgerFixture.ALICE, ts).balance())
                .as("as of %d", ts)
                .isEqualTo(balance));
        assertThat(balance(one, LedgerFixture.ALICE)).isEqualTo(3_000);
    }

    @Test
    void aNewLaneBeginsAfterAnAnsweredMoment() throws Exception {
        LedgerNode one = fixture.node("one");
        one.post(toAlice(5));
        long ts =
                ChronoUnit.MICROS.between(Instant.EPOCH, InstantSource.system().instant());
        long balance = one.balanceAsOf(LedgerFixture.ALICE, ts).balance();
        // A node whose clock is an hour behind joins.
        InstantSource slow = () -> InstantSource.system().instant().minus(Duration.ofHours(1));
        try (LedgerNode late = LedgerNode.start(
                fixture.database.dataSource(), LedgerOptions.defaults("late").withLanes(1), slow)) {
            assertThat(late.post(Posting.of(fixture.move(LedgerFixture.BANK, LedgerFixture.ALICE, 7)))
                            .stamp()
                            .ts())
                    .isGreaterThan(ts);
        }
        assertThat(one.balanceAsOf(LedgerFixture.ALICE, ts).balance()).isEqualTo(balance);
    }

    @Test
    void oneRequestOnTwoNodesHasOneOutcome() throws Exception {
        LedgerNode one = fixture.node("one");
        LedgerNode two = fixture.node("two");
        for (int i = 0; i < 150; i++) {
            one.post(toAlice(10));
            // There is money for one of them only: whoever looks second must see the first.
            Transfer all = fixture.move(LedgerFixture.ALICE, LedgerFixture.BOB, 10);
            CompletableFuture<Decision> here = one.submit(Posting.of(all));
            CompletableFuture<Decision> there = two.submit(Posting.of(all));
            List<Boolean> repeated = new ArrayList<>();
            for (Decision decision : List.of(here.join(), there.join())) {
                assertThat(decision).as("round %d", i).isInstanceOf(Decision.Applied.class);
                repeated.add(((Decision.Applied) decision).repeated());
            }
            assertThat(repeated).containsExactlyInAnyOrder(true, false);
        }
        assertThat(balance(one, LedgerFixture.BOB)).isEqualTo(1_500);
    }

    @Test
    void aLostAnswerIsLookedUp() throws Exception {
        UnreliableCommits unreliable = new UnreliableCommits(fixture.database);
        LedgerNode node = fixture.node(
                new LedgerOptions("unreliable", 2, 16, 1_000, Duration.ofSeconds(15), Duration.ofSeconds(20)),
                unreliable);
        unreliable.begin();
        List<Transfer> sent = new ArrayList<>();
        List<CompletableFuture<Decision>> answers = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Transfer transfer = fixture.move(LedgerFixture.BANK, LedgerFixture.ALICE, 1);
            sent.add(transfer);
            answers.add(node.submit(Posting.of(transfer)));
        }
        for (CompletableFuture<Decision> answer : answers) {
            assertThat(answer.join()).isInstanceOfSatisfying(Decision.Applied.class, a -> assertThat(a.repeated())
                    .isFalse());
        }
        unreliable.end();
        assertThat(unreliable.killed()).isPositive();
        assertThat(unreliable.lost()).isPositive();
        assertThat(balance(node, LedgerFixture.ALICE)).isEqualTo(600);
        for (Transfer transfer : sent) {
            assertThat(node.transfer(transfer.id())).isPresent();
            assertThat(node.post(Posting.of(transfer)))
                    .isInstanceOfSatisfying(Decision.Applied.class, a -> assertThat(a.repeated())
                            .isTrue());
        }
        assertThat(transfers()).isEqualTo(600);
    }

    private long transfers() throws SQLException {
        return fixture.number("SELECT count(*) FROM ledger.transfer");
    }
}
