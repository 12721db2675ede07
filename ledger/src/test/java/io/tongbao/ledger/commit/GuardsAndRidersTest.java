package io.tongbao.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Rider;
import io.tongbao.ledger.Riders;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers bring along: exact under races, and harmless to others when it fails. */
final class GuardsAndRidersTest {

    private LedgerFixture fixture;
    private LedgerNode ledger;

    @BeforeEach
    void start() throws Exception {
        fixture = new LedgerFixture();
        ledger = fixture.node("one");
    }

    @AfterEach
    void stop() throws Exception {
        fixture.verify();
        fixture.close();
    }

    private Posting posting(Riders riders, Guard<?, ?>... guards) {
        return new Posting(
                0, List.of(fixture.move(LedgerFixture.BANK, LedgerFixture.ALICE, 10)), List.of(guards), riders);
    }

    private static Riders note(String text) {
        return decision -> List.of(new Rider<>(Tables.NOTES, text));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCapIsExactOverTwoNodes(boolean rowExists) throws Exception {
        if (rowExists) {
            fixture.database.execute("INSERT INTO counter VALUES ('day', 0)");
        }
        LedgerNode other = fixture.node("two");
        List<CompletableFuture<Decision>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(ledger.submit(posting(Riders.NONE, new Tables.Cap("day", 10, 1_005))));
            answers.add(other.submit(posting(Riders.NONE, new Tables.Cap("day", 10, 1_005))));
        }
        List<Decision> decisions = answers.stream().map(CompletableFuture::join).toList();
        assertThat(decisions).filteredOn(Decision.Applied.class::isInstance).hasSize(100);
        assertThat(decisions)
                .filteredOn(Decision.RefusedByGuard.class::isInstance)
                .hasSize(100)
                .allMatch(d -> d instanceof Decision.RefusedByGuard r && r.code() == RequestError.RATE_LIMITED);
        assertThat(fixture.number("SELECT value FROM counter")).isEqualTo(1_000);
        assertThat(ledger.account(LedgerFixture.ALICE).orElseThrow().balance()).isEqualTo(1_000);
    }

    /** Sends good postings around a bad one, all into one batch; only the bad one may fail. */
    private void onlyTheCulpritFails(Posting culprit, Riders others) throws Exception {
        LedgerFixture.Held held = fixture.hold(ledger, LedgerFixture.BOB);
        List<CompletableFuture<Decision>> good = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            good.add(ledger.submit(posting(others, new Tables.Cap("day", 1, 1_000))));
        }
        CompletableFuture<Decision> bad = ledger.submit(culprit);
        for (int i = 0; i < 10; i++) {
            good.add(ledger.submit(posting(others, new Tables.Cap("day", 1, 1_000))));
        }
        held.release();
        assertThat(good.stream().map(CompletableFuture::join)).allMatch(Decision.Applied.class::isInstance);
        assertThat(LedgerFixture.refusal(bad)).isEqualTo(RequestError.INTERNAL_ERROR);
        assertThat(ledger.account(LedgerFixture.ALICE).orElseThrow().balance()).isEqualTo(200);
        assertThat(fixture.number("SELECT value FROM counter WHERE key = 'day'"))
                .isEqualTo(20);
    }

    @Test
    void aRiderThatBreaksAConstraintIsCutOut() throws Exception {
        onlyTheCulpritFails(posting(note("bad")), note("good"));
        assertThat(fixture.number("SELECT count(*) FROM note")).isEqualTo(20);
    }

    @Test
    void aRiderThatFailsAtTheCommitIsCutOut() throws Exception {
        fixture.database.execute("INSERT INTO late_note VALUES ('taken')");
        onlyTheCulpritFails(posting(d -> List.of(new Rider<>(Tables.LATE_NOTES, "taken"))), note("good"));
    }

    @Test
    void aRiderTableThatThrowsIsCutOut() throws Exception {
        onlyTheCulpritFails(posting(note("broken table")), note("good"));
    }

    @Test
    void ridersThatThrowAreCutOut() throws Exception {
        onlyTheCulpritFails(
                posting(d -> {
                    throw new IllegalStateException("the riders' own fault");
                }),
                note("good"));
    }

    @Test
    void aGuardThatThrowsIsCutOut() throws Exception {
        onlyTheCulpritFails(posting(Riders.NONE, new Tables.Cap("broken guard", 1, 10)), Riders.NONE);
    }

    @Test
    void aGuardTableThatThrowsIsCutOut() throws Exception {
        onlyTheCulpritFails(posting(Riders.NONE, new Tables.Cap("broken table", 1, 10)), Riders.NONE);
    }

    @Test
    void aRepeatInTheSameBatchGetsTheFirstAnswer() throws Exception {
        LedgerFixture.Held held = fixture.hold(ledger, LedgerFixture.BOB);
        CompletableFuture<Decision> first = ledger.submit(posting(note("once"), new Tables.Once("key")));
        CompletableFuture<Decision> again = ledger.submit(posting(note("never"), new Tables.Once("key")));
        held.release();
        assertThat(first.join()).isInstanceOf(Decision.Applied.class);
        assertThat(again.join()).isInstanceOfSatisfying(Decision.Replayed.class, replayed -> {
            assertThat(replayed.stamp().batchSeq())
                    .isEqualTo(first.join().stamp().batchSeq());
            assertThat(replayed.firstAnswer()).isEqualTo(first.join().stamp().ts());
        });
        assertThat(ledger.post(posting(note("never"), new Tables.Once("key")))).isInstanceOf(Decision.Replayed.class);
        assertThat(fixture.number("SELECT count(*) FROM note")).isEqualTo(1);
        assertThat(ledger.account(LedgerFixture.ALICE).orElseThrow().balance()).isEqualTo(10);
    }

    @Test
    void aRefusalMayBeRecordedByItsGuardAndRiders() throws Exception {
        Posting tooMuch = new Posting(
                0,
                List.of(fixture.move(LedgerFixture.ALICE, LedgerFixture.BOB, 1)),
                List.of(new Tables.Once("refused")),
                note("refused"));
        assertThat(ledger.post(tooMuch)).isInstanceOf(Decision.RefusedByLedger.class);
        assertThat(fixture.number("SELECT count(*) FROM note")).isEqualTo(1);
        assertThat(fixture.number("SELECT count(*) FROM answer")).isEqualTo(1);
    }
}
