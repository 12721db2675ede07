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
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every constant of {@link TransferResult} can be answered, and of two things wrong at once the earlier one is. */
final class TransferResultTableTest {

    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger HALF = MAX.shiftRight(1);
    private static final UUID PENDING = new UUID(1, 50);
    private static final UUID OTHER = new UUID(1, 60);

    /** A request in the making: one good transfer of some kind, on which faults are laid. */
    private static final class Scene {
        final NaiveLedger books = new NaiveLedger();
        final TransferKind kind0;
        UUID id = new UUID(1, 2);
        TransferKind kind;
        int flags;
        long debit;
        long credit;
        long amount;
        int ledger;
        int code;
        int timeout;

        @Nullable
        UUID pendingId;

        @Nullable
        UUID ref = new UUID(7, 7);

        long ts = 1_000_000_000L;
        boolean repeatedInChain;
        boolean earlierIsTheSame;
        boolean failedBefore;
        final List<TransferResult> earlierDiffers = new ArrayList<>();

        Scene(TransferKind kind) {
            this.kind = kind;
            this.kind0 = kind;
            for (long account = 1; account <= 4; account++) {
                books.accounts.put(account, new NaiveLedger.Acc(account, RandomRequests.CNY, 0));
            }
            books.accounts.put(5L, new NaiveLedger.Acc(5, RandomRequests.USD, 0));
            if (kind.resolves()) {
                Transfer held = Transfer.pending(PENDING, 1, 2, 100, RandomRequests.CNY, 100, 10, null);
                books.done.put(PENDING, new NaiveLedger.Done(held, List.of(held), 1_000L));
                books.holds.put(PENDING, new NaiveLedger.Hold(held, 1_000L + 10_000_000L, null));
                books.account(1).debitsPending = BigInteger.valueOf(100);
                books.account(2).creditsPending = BigInteger.valueOf(100);
                pendingId = PENDING;
                ts = kind == TransferKind.EXPIRE ? 20_000_000L : 2_000L;
            } else {
                debit = 1;
                credit = 2;
                amount = 100;
                ledger = RandomRequests.CNY;
                code = 100;
            }
            Transfer other = Transfer.single(OTHER, 3, 4, 1, RandomRequests.CNY, 1, null);
            books.done.put(OTHER, new NaiveLedger.Done(other, List.of(other), 1L));
        }

        Transfer transfer() {
            return new Transfer(id, kind, flags, debit, credit, amount, pendingId, ledger, code, timeout, ref);
        }

        List<Transfer> request() {
            Transfer first = Transfer.single(id, 3, 4, 1, RandomRequests.CNY, 1, null);
            return repeatedInChain ? List.of(first, transfer()) : List.of(transfer());
        }

        /** Puts what happened before under the id that the request has in the end. */
        void settle() {
            if (failedBefore) {
                books.failed.put(id, TransferResult.EXCEEDS_CREDITS);
            }
            if (earlierIsTheSame) {
                books.done.put(id, new NaiveLedger.Done(resolved(transfer()), request(), 5L));
            } else if (!earlierDiffers.isEmpty()) {
                Transfer t = resolved(transfer());
                for (TransferResult field : earlierDiffers) {
                    t = changed(t, field);
                }
                books.done.put(id, new NaiveLedger.Done(t, List.of(t, t), 5L));
            }
        }

        private Transfer resolved(Transfer t) {
            NaiveLedger.Hold hold = pendingId == null ? null : books.holds.get(pendingId);
            if (!t.kind().resolves() || hold == null) {
                return t;
            }
            Transfer p = hold.transfer();
            return new Transfer(
                    t.id(),
                    t.kind(),
                    t.flags(),
                    p.debitId(),
                    p.creditId(),
                    t.amount() == 0 ? p.amount() : t.amount(),
                    t.pendingId(),
                    p.ledger(),
                    p.code(),
                    0,
                    t.userRef());
        }
    }

    private static Transfer changed(Transfer t, TransferResult field) {
        return new Transfer(
                t.id(),
                field == TransferResult.EXISTS_WITH_DIFFERENT_KIND ? other(t.kind()) : t.kind(),
                field == TransferResult.EXISTS_WITH_DIFFERENT_FLAGS ? t.flags() ^ 4 : t.flags(),
                field == TransferResult.EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID ? 77 : t.debitId(),
                field == TransferResult.EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID ? 78 : t.creditId(),
                field == TransferResult.EXISTS_WITH_DIFFERENT_AMOUNT ? 31 : t.amount(),
                field == TransferResult.EXISTS_WITH_DIFFERENT_PENDING_ID ? new UUID(6, 6) : t.pendingId(),
                field == TransferResult.EXISTS_WITH_DIFFERENT_LEDGER ? 3_444 : t.ledger(),
                field == TransferResult.EXISTS_WITH_DIFFERENT_CODE ? 4_321 : t.code(),
                field == TransferResult.EXISTS_WITH_DIFFERENT_TIMEOUT ? t.timeoutSeconds() + 1 : t.timeoutSeconds(),
                field == TransferResult.EXISTS_WITH_DIFFERENT_USER_REF ? null : t.userRef());
    }

    private static TransferKind other(TransferKind kind) {
        return kind.resolves()
                ? (kind == TransferKind.POST ? TransferKind.VOID : TransferKind.POST)
                : (kind == TransferKind.SINGLE ? TransferKind.PENDING : TransferKind.SINGLE);
    }

    /** How to make each thing wrong, with nothing else wrong if that is possible. */
    private static Map<TransferResult, Consumer<Scene>> faults() {
        Map<TransferResult, Consumer<Scene>> f = new LinkedHashMap<>();
        f.put(TransferResult.ID_REPEATED_IN_CHAIN, s -> s.repeatedInChain = true);
        f.put(TransferResult.ID_MUST_NOT_BE_ZERO, s -> s.id = new UUID(0, 0));
        f.put(TransferResult.ID_MUST_NOT_BE_MAX, s -> s.id = new UUID(-1, -1));
        for (TransferResult result :
                EnumSet.range(TransferResult.EXISTS_WITH_DIFFERENT_KIND, TransferResult.EXISTS_WITH_DIFFERENT_CHAIN)) {
            f.put(result, s -> s.earlierDiffers.add(result));
        }
        f.put(TransferResult.EXISTS, s -> s.earlierIsTheSame = true);
        f.put(TransferResult.ID_ALREADY_FAILED, s -> s.failedBefore = true);
        f.put(TransferResult.FLAGS_ARE_UNKNOWN, s -> s.flags |= 64);
        f.put(TransferResult.FLAGS_ARE_MUTUALLY_EXCLUSIVE, s -> s.flags |= 3);
        f.put(TransferResult.DEBIT_ACCOUNT_ID_MUST_BE_POSITIVE, s -> s.debit = -1);
        f.put(TransferResult.CREDIT_ACCOUNT_ID_MUST_BE_POSITIVE, s -> s.credit = -2);
        f.put(TransferResult.ACCOUNTS_MUST_BE_DIFFERENT, s -> {
            s.debit = 1;
            s.credit = 1;
        });
        f.put(TransferResult.PENDING_ID_MUST_BE_NULL, s -> s.pendingId = s.kind0.resolves() ? s.pendingId : OTHER);
        f.put(TransferResult.PENDING_ID_MUST_NOT_BE_NULL, s -> s.pendingId = null);
        f.put(TransferResult.PENDING_ID_MUST_BE_DIFFERENT, s -> s.pendingId = s.id);
        f.put(TransferResult.TIMEOUT_RESERVED_FOR_PENDING, s -> s.timeout = 5);
        f.put(TransferResult.TIMEOUT_OUT_OF_RANGE, s -> s.timeout = -1);
        f.put(TransferResult.CLOSING_TRANSFER_MUST_BE_PENDING, s -> s.flags |= 4);
        f.put(TransferResult.AMOUNT_MUST_NOT_BE_NEGATIVE, s -> s.amount = -1);
        f.put(TransferResult.AMOUNT_MUST_NOT_BE_ZERO, s -> s.amount = 0);
        f.put(TransferResult.LEDGER_MUST_BE_POSITIVE, s -> s.ledger = -1);
        f.put(TransferResult.CODE_OUT_OF_RANGE, s -> s.code = 65_536);
        f.put(TransferResult.DEBIT_ACCOUNT_NOT_FOUND, s -> s.debit = 98);
        f.put(TransferResult.CREDIT_ACCOUNT_NOT_FOUND, s -> s.credit = 99);
        f.put(TransferResult.ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER, s -> s.credit = 5);
        f.put(TransferResult.TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS, s -> s.ledger = RandomRequests.USD);
        f.put(TransferResult.PENDING_TRANSFER_NOT_FOUND, s -> s.pendingId = new UUID(9, 9));
        f.put(TransferResult.PENDING_TRANSFER_NOT_PENDING, s -> s.pendingId = OTHER);
        f.put(TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID, s -> s.debit = 3);
        f.put(TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID, s -> s.credit = 4);
        f.put(TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_LEDGER, s -> s.ledger = RandomRequests.USD);
        f.put(TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_CODE, s -> s.code = 101);
        f.put(TransferResult.EXCEEDS_PENDING_TRANSFER_AMOUNT, s -> s.amount = 101);
        f.put(TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT, s -> s.amount = 99);
        f.put(TransferResult.PENDING_TRANSFER_ALREADY_POSTED, s -> end(s, TransferKind.POST));
        f.put(TransferResult.PENDING_TRANSFER_ALREADY_VOIDED, s -> end(s, TransferKind.VOID));
        f.put(TransferResult.PENDING_TRANSFER_EXPIRED, s -> s.ts = 20_000_000L);
        f.put(TransferResult.PENDING_TRANSFER_NOT_YET_EXPIRED, s -> s.ts = 2_000L);
        f.put(TransferResult.DEBIT_ACCOUNT_CLOSED, s -> s.books.account(1).flags |= AccountFlag.CLOSED.bit());
        f.put(TransferResult.CREDIT_ACCOUNT_CLOSED, s -> s.books.account(2).flags |= AccountFlag.CLOSED.bit());
        f.put(TransferResult.DEBIT_ACCOUNT_FROZEN, s -> s.books.account(1).flags |= AccountFlag.DEBIT_FROZEN.bit());
        f.put(TransferResult.CREDIT_ACCOUNT_FROZEN, s -> s.books.account(2).flags |= AccountFlag.CREDIT_FROZEN.bit());
        f.put(TransferResult.OVERFLOWS_DEBITS_PENDING, s -> s.books.account(1).debitsPending = MAX);
        f.put(TransferResult.OVERFLOWS_CREDITS_PENDING, s -> s.books.account(2).creditsPending = MAX);
        f.put(TransferResult.OVERFLOWS_DEBITS_POSTED, s -> s.books.account(1).debitsPosted = MAX);
        f.put(TransferResult.OVERFLOWS_CREDITS_POSTED, s -> s.books.account(2).creditsPosted = MAX);
        f.put(TransferResult.OVERFLOWS_DEBITS, s -> {
            s.books.account(1).debitsPosted = HALF;
            s.books.account(1).debitsPending = HALF;
        });
        f.put(TransferResult.OVERFLOWS_CREDITS, s -> {
            s.books.account(2).creditsPosted = HALF;
            s.books.account(2).creditsPending = HALF;
        });
        f.put(TransferResult.OVERFLOWS_TIMEOUT, s -> {
            s.timeout = 10;
            s.ts = Long.MAX_VALUE - 9_000_000L;
        });
        f.put(
                TransferResult.EXCEEDS_CREDITS,
                s -> s.books.account(1).flags |= AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS.bit());
        f.put(
                TransferResult.EXCEEDS_DEBITS,
                s -> s.books.account(2).flags |= AccountFlag.CREDITS_MUST_NOT_EXCEED_DEBITS.bit());
        return f;
    }

    private static void end(Scene s, TransferKind by) {
        NaiveLedger.Hold hold = s.books.holds.get(PENDING);
        if (hold != null) {
            s.books.holds.put(PENDING, new NaiveLedger.Hold(hold.transfer(), hold.expires(), by));
        }
    }

    private static Books books(NaiveLedger naive) {
        Books books = new Books(8);
        naive.accounts
                .values()
                .forEach(a -> books.add(new AccountState(new Account(
                        a.id,
                        a.ledger,
                        2010,
                        a.flags,
                        a.debitsPending.longValueExact(),
                        a.debitsPosted.longValueExact(),
                        a.creditsPending.longValueExact(),
                        a.creditsPosted.longValueExact(),
                        0,
                        0))));
        naive.done.forEach((id, done) -> books.addApplied(
                new AppliedTransfer(done.transfer(), RequestHash.of(done.request()), null, 0, done.ts())));
        naive.holds.forEach((id, hold) -> {
            Transfer t = hold.transfer();
            PendingState.Status status = hold.ended() == null
                    ? PendingState.Status.OPEN
                    : hold.ended() == TransferKind.POST ? PendingState.Status.POSTED : PendingState.Status.VOIDED;
            books.add(new PendingState(
                    id,
                    t.debitId(),
                    t.creditId(),
                    t.amount(),
                    hold.expires(),
                    t.ledger(),
                    t.code(),
                    t.flags(),
                    status,
                    false));
        });
        naive.failed.forEach(books::addFailed);
        return books;
    }

    private static TransferRules.ChainResult answer(Scene scene) {
        List<Transfer> request = scene.request();
        return new TransferRules(books(scene.books), scene.ts).apply(request, RequestHash.of(request));
    }

    /** What the oracle sees wrong with the transfer in question; empty when another one of the chain fails before it. */
    private static EnumSet<TransferResult> wrong(Scene scene) {
        List<Transfer> request = scene.request();
        if (scene.repeatedInChain && !scene.books.faults(request, 0, scene.ts).isEmpty()) {
            return EnumSet.noneOf(TransferResult.class);
        }
        int place = request.size() - 1;
        return scene.books.faults(request, place, scene.ts + place);
    }

    @Test
    void everyConstantCanBeAnswered() {
        EnumSet<TransferResult> answered = EnumSet.of(TransferResult.OK);
        faults().forEach((fault, lay) -> {
            for (TransferKind kind : TransferKind.values()) {
                Scene scene = new Scene(kind);
                assertThat(answer(scene).result()).isEqualTo(TransferResult.OK);
                lay.accept(scene);
                scene.settle();
                answered.add(answer(scene).result());
            }
        });
        Scene chain = new Scene(TransferKind.SINGLE);
        chain.repeatedInChain = true;
        answered.add(answer(chain).resultOf(0));
        assertThat(answered).containsExactlyInAnyOrder(TransferResult.values());
    }

    @Test
    void ofTwoThingsWrongTheEarlierIsAnswered() {
        TreeSet<String> pairs = new TreeSet<>();
        Map<TransferResult, Consumer<Scene>> faults = faults();
        for (TransferKind kind : TransferKind.values()) {
            faults.forEach((one, layOne) -> faults.forEach((two, layTwo) -> {
                Scene scene = new Scene(kind);
                layOne.accept(scene);
                layTwo.accept(scene);
                scene.settle();
                EnumSet<TransferResult> wrong = wrong(scene);
                if (wrong.isEmpty()) {
                    return;
                }
                TransferRules.ChainResult answer = answer(scene);
                assertThat(answer.result())
                        .as("%s with %s and %s: %s", kind, one, two, scene.request())
                        .isEqualTo(wrong.iterator().next());
                for (TransferResult a : wrong) {
                    for (TransferResult b : wrong) {
                        if (a.compareTo(b) < 0) {
                            pairs.add(a + " before " + b);
                        }
                    }
                }
            }));
        }
        // As many pairs can be wrong at once; a fault that loses its way into the table would make it fewer.
        assertThat(pairs).hasSizeGreaterThan(1_000);
        List<TransferResult> neverSecond = EnumSet.allOf(TransferResult.class).stream()
                .filter(result -> pairs.stream().noneMatch(pair -> pair.contains(" before " + result)))
                .collect(Collectors.toList());
        assertThat(neverSecond)
                .containsExactlyInAnyOrder(
                        TransferResult.OK,
                        TransferResult.LINKED_TRANSFER_FAILED,
                        TransferResult.ID_REPEATED_IN_CHAIN,
                        TransferResult.ID_MUST_NOT_BE_ZERO,
                        TransferResult.ID_MUST_NOT_BE_MAX);
    }
}
