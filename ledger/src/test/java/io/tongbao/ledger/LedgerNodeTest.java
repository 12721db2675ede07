package io.tongbao.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger end to end on a real PostgreSQL. */
final class LedgerNodeTest {

    private static final int CNY = Currency.CNY.ledger();
    private static final long BANK = 1;
    private static final long ALICE = 2;
    private static final long BOB = 3;

    private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final Ids ids = new Ids(clock, new Random(7));
    private final TestDatabase database = TestPostgres.database("ledger");
    private LedgerNode ledger = LedgerNode.start(database.dataSource(), LedgerOptions.defaults("test"), clock);

    @BeforeEach
    void openAccounts() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            AccountStore.open(
                    connection,
                    List.of(new AccountSpec(BANK, CNY, 1010, Set.of(AccountFlag.HISTORY)), wallet(ALICE), wallet(BOB)));
        }
    }

    private static AccountSpec wallet(long id) {
        return new AccountSpec(id, CNY, 2010, Set.of(AccountFlag.HISTORY, AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS));
    }

    @AfterEach
    void stop() {
        ledger.close();
        database.close();
    }

    private Transfer move(long from, long to, long amount) {
        return Transfer.single(ids.next(), from, to, amount, CNY, 100, null);
    }

    private Account account(long id) {
        return ledger.account(id).orElseThrow();
    }

    @Test
    void movesMoneyOnceUnderOneId() {
        Transfer transfer = move(BANK, ALICE, 500);
        assertThat(ledger.post(Posting.of(transfer)))
                .isInstanceOfSatisfying(
                        Decision.Applied.class, a -> assertThat(a.repeated()).isFalse());
        assertThat(ledger.post(Posting.of(transfer)))
                .isInstanceOfSatisfying(
                        Decision.Applied.class, a -> assertThat(a.repeated()).isTrue());
        assertThat(account(ALICE).balance()).isEqualTo(500);
        assertThat(account(BANK).balance()).isEqualTo(-500);
    }

    @Test
    void aFinalRefusalRepeatsForEver() {
        Transfer tooMuch = move(ALICE, BOB, 1);
        assertThat(refusal(tooMuch)).isEqualTo(TransferResult.EXCEEDS_CREDITS);
        ledger.post(Posting.of(move(BANK, ALICE, 100)));
        assertThat(refusal(tooMuch)).isEqualTo(TransferResult.ID_ALREADY_FAILED);
        assertThat(account(BOB).balance()).isZero();
    }

    private TransferResult refusal(Transfer transfer) {
        return ((Decision.RefusedByLedger) ledger.post(Posting.of(transfer))).result();
    }

    @Test
    void aChainAppliesWholeOrNotAtAll() {
        ledger.post(Posting.of(move(BANK, ALICE, 100)));
        Decision decision = ledger.post(Posting.of(List.of(move(ALICE, BOB, 60), move(ALICE, BOB, 60))));
        assertThat(decision).isInstanceOfSatisfying(Decision.RefusedByLedger.class, r -> assertThat(r.index())
                .isEqualTo(1));
        assertThat(account(ALICE).balance()).isEqualTo(100);
        assertThat(account(BOB).balance()).isZero();
    }

    @Test
    void aPendingTransferIsPostedInPartAndTheRestReleased() {
        ledger.post(Posting.of(move(BANK, ALICE, 100)));
        UUID pending = ids.next();
        ledger.post(Posting.of(Transfer.pending(pending, ALICE, BOB, 80, CNY, 100, 60, null)));
        assertThat(account(ALICE).available()).isEqualTo(20);
        assertThat(account(ALICE).balance()).isEqualTo(100);
        ledger.post(Posting.of(Transfer.post(ids.next(), pending, 30, null)));
        assertThat(account(ALICE).available()).isEqualTo(70);
        assertThat(account(BOB).balance()).isEqualTo(30);
        assertThat(refusal(Transfer.voiding(ids.next(), pending, null)))
                .isEqualTo(TransferResult.PENDING_TRANSFER_ALREADY_POSTED);
    }

    @Test
    void aPendingTransferExpiresNeverEarly() {
        ledger.post(Posting.of(move(BANK, ALICE, 100)));
        UUID pending = ids.next();
        ledger.post(Posting.of(Transfer.pending(pending, ALICE, BOB, 80, CNY, 100, 60, null)));
        clock.advance(Duration.ofSeconds(59));
        assertThat(ledger.expireDue(Duration.ZERO, 10)).isZero();
        clock.advance(Duration.ofSeconds(2));
        assertThat(refusal(Transfer.post(ids.next(), pending, 0, null)))
                .isEqualTo(TransferResult.PENDING_TRANSFER_EXPIRED);
        assertThat(ledger.expireDue(Duration.ZERO, 10)).isEqualTo(1);
        assertThat(ledger.expireDue(Duration.ZERO, 10)).isZero();
        assertThat(account(ALICE).available()).isEqualTo(100);
    }

    @Test
    void aStatementRunsBackFromTheNewestLineAndPages() {
        List<CompletableFuture<Decision>> answers = new ArrayList<>();
        for (int i = 1; i <= 25; i++) {
            answers.add(ledger.submit(Posting.of(move(BANK, ALICE, i))));
        }
        answers.forEach(CompletableFuture::join);
        List<StatementLine> seen = new ArrayList<>();
        long before = Long.MAX_VALUE;
        while (true) {
            List<StatementLine> page = ledger.statement(ALICE, before, 10);
            if (page.isEmpty()) {
                break;
            }
            seen.addAll(page);
            before = page.getLast().transfer().ts();
        }
        assertThat(seen).hasSize(25);
        assertThat(seen.getFirst().balanceAfter()).isEqualTo(325);
        long balance = 325;
        for (StatementLine line : seen) {
            assertThat(line.balanceAfter()).isEqualTo(balance);
            assertThat(ledger.balanceAsOf(ALICE, line.transfer().ts()).balance())
                    .isEqualTo(balance);
            balance -= line.transfer().transfer().amount();
        }
        assertThat(balance).isZero();
    }

    @Test
    void aNodeThatComesBackTakesItsLanesAndChainOn() {
        ledger.post(Posting.of(move(BANK, ALICE, 1)));
        ledger.close();
        ledger = LedgerNode.start(database.dataSource(), LedgerOptions.defaults("test"), clock);
        for (int i = 0; i < 10; i++) {
            ledger.post(Posting.of(move(BANK, ALICE, 1)));
        }
        assertThat(account(ALICE).balance()).isEqualTo(11);
    }

    @Test
    void twoNodesShareHotAccountsWithoutLosingAnything() {
        try (LedgerNode other = LedgerNode.start(database.dataSource(), LedgerOptions.defaults("other"), clock)) {
            ledger.post(Posting.of(move(BANK, ALICE, 1_000)));
            List<CompletableFuture<Decision>> answers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                answers.add(ledger.submit(Posting.of(move(ALICE, BOB, 1))));
                answers.add(other.submit(Posting.of(move(ALICE, BOB, 1))));
            }
            long applied = answers.stream()
                    .map(CompletableFuture::join)
                    .filter(Decision.Applied.class::isInstance)
                    .count();
            assertThat(applied).isEqualTo(1_000);
            assertThat(account(ALICE).balance()).isZero();
            assertThat(account(BOB).balance()).isEqualTo(1_000);
        }
    }
}
