package io.tongbao.ledger.oracle;

import static io.tongbao.ledger.TransferResult.*;

import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferFlag;
import io.tongbao.ledger.TransferKind;
import io.tongbao.ledger.TransferResult;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as one would explain it: a map of accounts, transfers one after the other, numbers without end. Of a
 * transfer it finds <em>everything</em> that is wrong and answers the first in the order of {@link TransferResult}.
 */
public final class NaiveLedger {

    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int TEN_YEARS_S = 10 * 366 * 86_400;

    /** An account; the four counters are without limit here. */
    public static final class Acc {
        public final long id;
        public final int ledger;
        public int flags;
        public BigInteger debitsPending = BigInteger.ZERO;
        public BigInteger debitsPosted = BigInteger.ZERO;
        public BigInteger creditsPending = BigInteger.ZERO;
        public BigInteger creditsPosted = BigInteger.ZERO;

        public Acc(long id, int ledger, int flags) {
            this.id = id;
            this.ledger = ledger;
            this.flags = flags;
        }

        Acc copy() {
            Acc copy = new Acc(id, ledger, flags);
            copy.debitsPending = debitsPending;
            copy.debitsPosted = debitsPosted;
            copy.creditsPending = creditsPending;
            copy.creditsPosted = creditsPosted;
            return copy;
        }

        boolean has(AccountFlag flag) {
            return flag.in(flags);
        }

        BigInteger spendable() {
            return creditsPosted.subtract(debitsPosted).subtract(debitsPending);
        }

        BigInteger receivable() {
            return debitsPosted.subtract(creditsPosted).subtract(creditsPending);
        }
    }

    /** An applied transfer with what it came to, and the request it came with. */
    public record Done(Transfer transfer, List<Transfer> request, long ts) {}

    /** A pending transfer and how it ended. */
    public record Hold(
            Transfer transfer, long expires, @Nullable TransferKind ended) {}

    /** The answer to a request. */
    public record Answer(int index, TransferResult result, List<Long> amounts) {}

    public final Map<Long, Acc> accounts = new HashMap<>();
    public final Map<UUID, Done> done = new HashMap<>();
    public final Map<UUID, Hold> holds = new HashMap<>();
    public final Map<UUID, TransferResult> failed = new HashMap<>();

    /** @param ts of the first transfer that is applied now; the next ones follow by a microsecond each */
    public Answer post(List<Transfer> request, long ts) {
        boolean before = request.stream().allMatch(t -> {
            Done earlier = done.get(t.id());
            return earlier != null && earlier.request().equals(request);
        });
        if (before) {
            return new Answer(0, EXISTS, amounts(request));
        }
        Map<Long, Acc> accountsBefore = new HashMap<>();
        accounts.forEach((id, account) -> accountsBefore.put(id, account.copy()));
        Map<UUID, Done> doneBefore = request.size() > 1 ? new HashMap<>(done) : Map.of();
        Map<UUID, Hold> holdsBefore = request.size() > 1 ? new HashMap<>(holds) : Map.of();
        for (int i = 0; i < request.size(); i++) {
            Transfer t = request.get(i);
            EnumSet<TransferResult> faults = faults(request, i, ts + i);
            if (!faults.isEmpty()) {
                TransferResult first = faults.iterator().next();
                if (request.size() > 1) {
                    accounts.clear();
                    accounts.putAll(accountsBefore);
                    done.clear();
                    done.putAll(doneBefore);
                    holds.clear();
                    holds.putAll(holdsBefore);
                }
                if (first.isFinal()) {
                    failed.put(t.id(), first);
                }
                return new Answer(i, first, List.of());
            }
            apply(t, request, ts + i);
        }
        return new Answer(0, OK, amounts(request));
    }

    private List<Long> amounts(List<Transfer> request) {
        List<Long> amounts = new ArrayList<>();
        for (Transfer t : request) {
            amounts.add(Objects.requireNonNull(done.get(t.id())).transfer().amount());
        }
        return amounts;
    }

    /** Everything that is wrong with the transfer at this place of a request. */
    public EnumSet<TransferResult> faults(List<Transfer> request, int place, long ts) {
        Transfer t = request.get(place);
        EnumSet<TransferResult> faults = EnumSet.noneOf(TransferResult.class);
        Checks wrong = (broken, result) -> {
            if (broken) {
                faults.add(result);
            }
        };
        wrong.when(request.subList(0, place).stream().anyMatch(o -> o.id().equals(t.id())), ID_REPEATED_IN_CHAIN);
        wrong.when(t.id().equals(new UUID(0, 0)), ID_MUST_NOT_BE_ZERO);
        wrong.when(t.id().equals(new UUID(-1, -1)), ID_MUST_NOT_BE_MAX);
        Done earlier = done.get(t.id());
        if (earlier != null) {
            repeat(wrong, t, request, earlier);
        }
        wrong.when(failed.containsKey(t.id()), ID_ALREADY_FAILED);
        form(wrong, t);
        if (t.kind().resolves()) {
            resolving(wrong, t, ts);
        } else {
            moving(wrong, t, ts);
        }
        return faults;
    }

    private interface Checks {
        void when(boolean broken, TransferResult result);
    }

    private void repeat(Checks wrong, Transfer t, List<Transfer> request, Done earlier) {
        if (earlier.request().equals(request)) {
            wrong.when(true, EXISTS);
            return;
        }
        Transfer e = earlier.transfer();
        boolean r = t.kind().resolves();
        Hold hold = t.pendingId() == null ? null : holds.get(t.pendingId());
        long asked = r && t.amount() == 0
                ? (hold == null ? e.amount() : hold.transfer().amount())
                : t.amount();
        boolean upTo = has(t, TransferFlag.BALANCING_DEBIT) || has(t, TransferFlag.BALANCING_CREDIT);
        wrong.when(t.kind() != e.kind(), EXISTS_WITH_DIFFERENT_KIND);
        wrong.when(t.flags() != e.flags(), EXISTS_WITH_DIFFERENT_FLAGS);
        wrong.when(!Objects.equals(t.pendingId(), e.pendingId()), EXISTS_WITH_DIFFERENT_PENDING_ID);
        wrong.when(t.debitId() != e.debitId() && !(r && t.debitId() == 0), EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID);
        wrong.when(t.creditId() != e.creditId() && !(r && t.creditId() == 0), EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID);
        wrong.when(upTo ? asked < e.amount() : asked != e.amount(), EXISTS_WITH_DIFFERENT_AMOUNT);
        wrong.when(t.ledger() != e.ledger() && !(r && t.ledger() == 0), EXISTS_WITH_DIFFERENT_LEDGER);
        wrong.when(t.code() != e.code() && !(r && t.code() == 0), EXISTS_WITH_DIFFERENT_CODE);
        wrong.when(t.timeoutSeconds() != e.timeoutSeconds(), EXISTS_WITH_DIFFERENT_TIMEOUT);
        wrong.when(!Objects.equals(t.userRef(), e.userRef()), EXISTS_WITH_DIFFERENT_USER_REF);
        wrong.when(true, EXISTS_WITH_DIFFERENT_CHAIN);
    }

    private static boolean has(Transfer t, TransferFlag flag) {
        return flag.in(t.flags());
    }

    private static void form(Checks wrong, Transfer t) {
        boolean r = t.kind().resolves();
        boolean pending = t.kind() == TransferKind.PENDING;
        boolean closes = has(t, TransferFlag.CLOSING_DEBIT) || has(t, TransferFlag.CLOSING_CREDIT);
        wrong.when((t.flags() & ~15) != 0, FLAGS_ARE_UNKNOWN);
        wrong.when(
                has(t, TransferFlag.BALANCING_DEBIT) && has(t, TransferFlag.BALANCING_CREDIT),
                FLAGS_ARE_MUTUALLY_EXCLUSIVE);
        wrong.when(
                has(t, TransferFlag.CLOSING_DEBIT) && has(t, TransferFlag.CLOSING_CREDIT),
                FLAGS_ARE_MUTUALLY_EXCLUSIVE);
        wrong.when(r && t.flags() != 0, FLAGS_ARE_MUTUALLY_EXCLUSIVE);
        wrong.when(t.debitId() < 0 || (!r && t.debitId() == 0), DEBIT_ACCOUNT_ID_MUST_BE_POSITIVE);
        wrong.when(t.creditId() < 0 || (!r && t.creditId() == 0), CREDIT_ACCOUNT_ID_MUST_BE_POSITIVE);
        wrong.when(t.debitId() != 0 && t.debitId() == t.creditId(), ACCOUNTS_MUST_BE_DIFFERENT);
        wrong.when(!r && t.pendingId() != null, PENDING_ID_MUST_BE_NULL);
        wrong.when(r && t.pendingId() == null, PENDING_ID_MUST_NOT_BE_NULL);
        wrong.when(r && t.id().equals(t.pendingId()), PENDING_ID_MUST_BE_DIFFERENT);
        wrong.when(!pending && t.timeoutSeconds() != 0, TIMEOUT_RESERVED_FOR_PENDING);
        wrong.when(t.timeoutSeconds() < 0 || t.timeoutSeconds() > TEN_YEARS_S, TIMEOUT_OUT_OF_RANGE);
        wrong.when(!pending && closes, CLOSING_TRANSFER_MUST_BE_PENDING);
        wrong.when(t.amount() < 0, AMOUNT_MUST_NOT_BE_NEGATIVE);
        wrong.when(!r && t.amount() == 0, AMOUNT_MUST_NOT_BE_ZERO);
        wrong.when(t.ledger() < 0 || (!r && t.ledger() == 0), LEDGER_MUST_BE_POSITIVE);
        wrong.when(t.code() < 0 || t.code() > 65_535 || (!r && t.code() == 0), CODE_OUT_OF_RANGE);
    }

    private void moving(Checks wrong, Transfer t, long ts) {
        Acc debit = accounts.get(t.debitId());
        Acc credit = accounts.get(t.creditId());
        wrong.when(debit == null, DEBIT_ACCOUNT_NOT_FOUND);
        wrong.when(credit == null, CREDIT_ACCOUNT_NOT_FOUND);
        BigInteger expires = BigInteger.valueOf(t.timeoutSeconds())
                .multiply(BigInteger.valueOf(1_000_000))
                .add(BigInteger.valueOf(ts));
        wrong.when(expires.compareTo(MAX) > 0, OVERFLOWS_TIMEOUT);
        if (debit == null || credit == null) {
            return;
        }
        wrong.when(debit.ledger != credit.ledger, ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER);
        wrong.when(t.ledger() != debit.ledger, TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS);
        wrong.when(debit.has(AccountFlag.CLOSED), DEBIT_ACCOUNT_CLOSED);
        wrong.when(credit.has(AccountFlag.CLOSED), CREDIT_ACCOUNT_CLOSED);
        wrong.when(debit.has(AccountFlag.DEBIT_FROZEN), DEBIT_ACCOUNT_FROZEN);
        wrong.when(credit.has(AccountFlag.CREDIT_FROZEN), CREDIT_ACCOUNT_FROZEN);
        BigInteger amount = moved(t);
        if (amount.signum() <= 0) {
            wrong.when(has(t, TransferFlag.BALANCING_DEBIT), EXCEEDS_CREDITS);
            wrong.when(has(t, TransferFlag.BALANCING_CREDIT), EXCEEDS_DEBITS);
            return;
        }
        if (t.kind() == TransferKind.PENDING) {
            wrong.when(debit.debitsPending.add(amount).compareTo(MAX) > 0, OVERFLOWS_DEBITS_PENDING);
            wrong.when(credit.creditsPending.add(amount).compareTo(MAX) > 0, OVERFLOWS_CREDITS_PENDING);
        } else {
            wrong.when(debit.debitsPosted.add(amount).compareTo(MAX) > 0, OVERFLOWS_DEBITS_POSTED);
            wrong.when(credit.creditsPosted.add(amount).compareTo(MAX) > 0, OVERFLOWS_CREDITS_POSTED);
        }
        BigInteger debits = debit.debitsPending.add(debit.debitsPosted).add(amount);
        BigInteger credits = credit.creditsPending.add(credit.creditsPosted).add(amount);
        wrong.when(debits.compareTo(MAX) > 0, OVERFLOWS_DEBITS);
        wrong.when(credits.compareTo(MAX) > 0, OVERFLOWS_CREDITS);
        wrong.when(
                debit.has(AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS) && debits.compareTo(debit.creditsPosted) > 0,
                EXCEEDS_CREDITS);
        wrong.when(
                credit.has(AccountFlag.CREDITS_MUST_NOT_EXCEED_DEBITS) && credits.compareTo(credit.debitsPosted) > 0,
                EXCEEDS_DEBITS);
    }

    private BigInteger moved(Transfer t) {
        BigInteger amount = BigInteger.valueOf(t.amount());
        if (has(t, TransferFlag.BALANCING_DEBIT)) {
            return amount.min(Objects.requireNonNull(accounts.get(t.debitId())).spendable());
        }
        if (has(t, TransferFlag.BALANCING_CREDIT)) {
            return amount.min(Objects.requireNonNull(accounts.get(t.creditId())).receivable());
        }
        return amount;
    }

    private void resolving(Checks wrong, Transfer t, long ts) {
        Hold hold = t.pendingId() == null ? null : holds.get(t.pendingId());
        if (hold == null) {
            boolean known = t.pendingId() != null && done.containsKey(t.pendingId());
            wrong.when(true, known ? PENDING_TRANSFER_NOT_PENDING : PENDING_TRANSFER_NOT_FOUND);
            return;
        }
        Transfer p = hold.transfer();
        wrong.when(t.debitId() != 0 && t.debitId() != p.debitId(), PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID);
        wrong.when(t.creditId() != 0 && t.creditId() != p.creditId(), PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID);
        wrong.when(t.ledger() != 0 && t.ledger() != p.ledger(), PENDING_TRANSFER_HAS_DIFFERENT_LEDGER);
        wrong.when(t.code() != 0 && t.code() != p.code(), PENDING_TRANSFER_HAS_DIFFERENT_CODE);
        wrong.when(t.amount() > p.amount(), EXCEEDS_PENDING_TRANSFER_AMOUNT);
        wrong.when(
                t.kind() != TransferKind.POST && t.amount() != 0 && t.amount() != p.amount(),
                PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT);
        boolean due = hold.expires() != 0 && ts >= hold.expires();
        boolean expires = t.kind() == TransferKind.EXPIRE;
        wrong.when(hold.ended() == TransferKind.POST, PENDING_TRANSFER_ALREADY_POSTED);
        wrong.when(hold.ended() == TransferKind.VOID, PENDING_TRANSFER_ALREADY_VOIDED);
        wrong.when(hold.ended() == TransferKind.EXPIRE, PENDING_TRANSFER_EXPIRED);
        wrong.when(hold.ended() == null && due && !expires, PENDING_TRANSFER_EXPIRED);
        wrong.when(hold.ended() == null && !due && expires, PENDING_TRANSFER_NOT_YET_EXPIRED);
        boolean posts = t.kind() == TransferKind.POST;
        wrong.when(posts && account(p.debitId()).has(AccountFlag.CLOSED), DEBIT_ACCOUNT_CLOSED);
        wrong.when(posts && account(p.creditId()).has(AccountFlag.CLOSED), CREDIT_ACCOUNT_CLOSED);
    }

    public Acc account(long id) {
        return Objects.requireNonNull(accounts.get(id));
    }

    private void apply(Transfer t, List<Transfer> request, long ts) {
        UUID pendingId = t.pendingId();
        if (pendingId != null) {
            Hold hold = Objects.requireNonNull(holds.get(pendingId));
            Transfer p = hold.transfer();
            Acc debit = account(p.debitId());
            Acc credit = account(p.creditId());
            debit.debitsPending = debit.debitsPending.subtract(BigInteger.valueOf(p.amount()));
            credit.creditsPending = credit.creditsPending.subtract(BigInteger.valueOf(p.amount()));
            long amount = t.amount() == 0 ? p.amount() : t.amount();
            if (t.kind() == TransferKind.POST) {
                debit.debitsPosted = debit.debitsPosted.add(BigInteger.valueOf(amount));
                credit.creditsPosted = credit.creditsPosted.add(BigInteger.valueOf(amount));
            } else {
                debit.flags &= has(p, TransferFlag.CLOSING_DEBIT) ? ~AccountFlag.CLOSED.bit() : -1;
                credit.flags &= has(p, TransferFlag.CLOSING_CREDIT) ? ~AccountFlag.CLOSED.bit() : -1;
            }
            holds.put(pendingId, new Hold(p, hold.expires(), t.kind()));
            remember(t, p.debitId(), p.creditId(), amount, p.ledger(), p.code(), request, ts);
            return;
        }
        BigInteger amount = moved(t);
        Acc debit = account(t.debitId());
        Acc credit = account(t.creditId());
        if (t.kind() == TransferKind.SINGLE) {
            debit.debitsPosted = debit.debitsPosted.add(amount);
            credit.creditsPosted = credit.creditsPosted.add(amount);
        } else {
            debit.debitsPending = debit.debitsPending.add(amount);
            credit.creditsPending = credit.creditsPending.add(amount);
            debit.flags |= has(t, TransferFlag.CLOSING_DEBIT) ? AccountFlag.CLOSED.bit() : 0;
            credit.flags |= has(t, TransferFlag.CLOSING_CREDIT) ? AccountFlag.CLOSED.bit() : 0;
        }
        remember(t, t.debitId(), t.creditId(), amount.longValueExact(), t.ledger(), t.code(), request, ts);
        if (t.kind() == TransferKind.PENDING) {
            long expires = t.timeoutSeconds() == 0 ? 0 : ts + t.timeoutSeconds() * 1_000_000L;
            holds.put(t.id(), new Hold(Objects.requireNonNull(done.get(t.id())).transfer(), expires, null));
        }
    }

    private void remember(
            Transfer t, long debit, long credit, long amount, int ledger, int code, List<Transfer> request, long ts) {
        Transfer resolved = new Transfer(
                t.id(),
                t.kind(),
                t.flags(),
                debit,
                credit,
                amount,
                t.pendingId(),
                ledger,
                code,
                t.timeoutSeconds(),
                t.userRef());
        done.put(t.id(), new Done(resolved, request, ts));
    }
}
