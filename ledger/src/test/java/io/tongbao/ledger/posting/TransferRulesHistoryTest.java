package io.tongbao.ledger.posting;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.ledger.Account;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferKind;
import io.tongbao.ledger.TransferResult;
import io.tongbao.ledger.oracle.NaiveLedger;
import io.tongbao.ledger.oracle.RandomRequests;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** The posting rules beside the naive ledger, on random histories: every answer, every amount, every counter. */
final class TransferRulesHistoryTest {

    private static final int REQUESTS = 150;
    private static final long START = 1_772_000_000_000_000L;

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void agreesWithTheNaiveLedger(@ForAll long seed) {
        run(seed);
    }

    @Property(tries = 11_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @Tag("long")
    void agreesWithTheNaiveLedgerOverMillions(@ForAll long seed) {
        run(seed);
    }

    private static void run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        NaiveLedger naive = new NaiveLedger();
        Books books = new Books(16);
        for (NaiveLedger.Acc account : RandomRequests.accounts()) {
            naive.accounts.put(account.id, account);
            books.add(new AccountState(new Account(account.id, account.ledger, 2010, account.flags, 0, 0, 0, 0, 0, 0)));
        }
        RandomRequests requests = new RandomRequests(random, naive);
        // Some histories happen at the end of time, where a timeout may go beyond it.
        long now = random.nextInt(16) == 0 ? Long.MAX_VALUE - 316_000_000_000_000L : START;
        List<String> story = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            freeze(requests.toFreeze(), random, naive, books);
            now = requests.nextTs(now + 1);
            List<Transfer> request = requests.next();
            long ts = now;
            TransferRules rules = new TransferRules(books, ts - books.journal().size());
            int before = books.journal().size();
            TransferRules.ChainResult result = rules.apply(request, RequestHash.of(request));
            NaiveLedger.Answer expected = naive.post(request, ts);
            story.add(ts + " " + request + " -> " + expected);
            assertThat(new NaiveLedger.Answer(result.index(), result.result(), result.amounts()))
                    .as(() -> "seed " + seed + ", request " + story.size() + ": " + String.join("\n", tail(story)))
                    .isEqualTo(expected);
            now += books.journal().size() - before;
            compareAccounts(naive, books, () -> "seed " + seed + " after " + String.join("\n", tail(story)));
        }
        compareRest(naive, books, seed);
    }

    private static List<String> tail(List<String> story) {
        return story.subList(Math.max(0, story.size() - 4), story.size());
    }

    private static void freeze(long id, SplittableRandom random, NaiveLedger naive, Books books) {
        if (id != 0) {
            int bit = random.nextBoolean() ? AccountFlag.DEBIT_FROZEN.bit() : AccountFlag.CREDIT_FROZEN.bit();
            naive.account(id).flags ^= bit;
            Objects.requireNonNull(books.account(id)).flags ^= bit;
        }
    }

    private static void compareAccounts(NaiveLedger naive, Books books, Supplier<String> where) {
        for (NaiveLedger.Acc expected : naive.accounts.values()) {
            AccountState state = Objects.requireNonNull(books.account(expected.id));
            boolean same = state.flags() == expected.flags
                    && equal(state.debitsPending(), expected.debitsPending)
                    && equal(state.debitsPosted(), expected.debitsPosted)
                    && equal(state.creditsPending(), expected.creditsPending)
                    && equal(state.creditsPosted(), expected.creditsPosted);
            if (!same) {
                throw new AssertionError(state.afterCommit() + " is not as the naive ledger has it; " + where.get());
            }
        }
    }

    private static boolean equal(long counter, BigInteger expected) {
        return BigInteger.valueOf(counter).equals(expected);
    }

    private static void compareRest(NaiveLedger naive, Books books, long seed) {
        assertThat(books.journal()).as("seed %d", seed).hasSize(naive.done.size());
        for (AppliedTransfer applied : books.journal()) {
            NaiveLedger.Done done =
                    Objects.requireNonNull(naive.done.get(applied.transfer().id()));
            assertThat(applied.transfer()).as("seed %d", seed).isEqualTo(done.transfer());
            assertThat(applied.ts()).as("seed %d", seed).isEqualTo(done.ts());
            UUID group = done.request().size() == 1
                    ? null
                    : done.request().getFirst().id();
            assertThat(applied.linkGroup()).as("seed %d", seed).isEqualTo(group);
        }
        assertThat(books.newlyFailed()).as("seed %d", seed).isEqualTo(naive.failed);
        assertThat(books.newlyFailed().values()).allMatch(TransferResult::isFinal);
        assertThat(books.pendings()).as("seed %d", seed).hasSize(naive.holds.size());
        for (PendingState pending : books.pendings()) {
            NaiveLedger.Hold hold = Objects.requireNonNull(naive.holds.get(pending.id()));
            TransferKind ended =
                    switch (pending.status()) {
                        case OPEN -> null;
                        case POSTED -> TransferKind.POST;
                        case VOIDED -> TransferKind.VOID;
                        case EXPIRED -> TransferKind.EXPIRE;
                    };
            assertThat(ended).as("seed %d", seed).isEqualTo(hold.ended());
            assertThat(pending.expiresTs()).as("seed %d", seed).isEqualTo(hold.expires());
        }
    }
}
