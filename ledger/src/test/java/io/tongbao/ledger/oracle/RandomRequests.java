package io.tongbao.ledger.oracle;

import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Requests as a careless, unlucky or hostile caller sends them: ids used before, repeats with one field changed, chains
 * with one bad link, amounts and times exactly on the boundary. Looks at the oracle's state to find the boundaries.
 */
public final class RandomRequests {

    public static final int CNY = 1562;
    public static final int USD = 8402;
    private static final int TEN_YEARS_S = 10 * 366 * 86_400;
    private static final int NO_OVERDRAFT = AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS.bit();
    private static final int MIRROR = AccountFlag.CREDITS_MUST_NOT_EXCEED_DEBITS.bit();
    private static final int HISTORY = AccountFlag.HISTORY.bit();

    private final SplittableRandom random;
    private final NaiveLedger state;
    private final boolean huge;
    private final List<List<Transfer>> sent = new ArrayList<>();
    private final List<UUID> ids = new ArrayList<>();
    private final List<UUID> pendings = new ArrayList<>();

    public RandomRequests(SplittableRandom random, NaiveLedger state) {
        this.random = random;
        this.state = state;
        this.huge = random.nextInt(4) == 0;
    }

    /** The accounts that requests are about. */
    public static List<NaiveLedger.Acc> accounts() {
        return List.of(
                new NaiveLedger.Acc(1, CNY, HISTORY),
                new NaiveLedger.Acc(2, CNY, NO_OVERDRAFT | HISTORY),
                new NaiveLedger.Acc(3, CNY, NO_OVERDRAFT | HISTORY),
                new NaiveLedger.Acc(4, CNY, MIRROR),
                new NaiveLedger.Acc(5, USD, 0),
                new NaiveLedger.Acc(6, USD, NO_OVERDRAFT | HISTORY));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private long oneOf(long... values) {
        return values[random.nextInt(values.length)];
    }

    /** A time to go to before the next request: mostly now, sometimes exactly around an expiry. */
    public long nextTs(long now) {
        if (chance(70)) {
            return now;
        }
        if (!pendings.isEmpty() && chance(50)) {
            NaiveLedger.Hold hold = state.holds.get(pick(pendings));
            if (hold != null && hold.expires() > 0 && hold.expires() - now < 200_000_000L) {
                return Math.max(now, hold.expires() + random.nextInt(3) - 1);
            }
        }
        return now + random.nextInt(3_000_000);
    }

    public List<Transfer> next() {
        List<Transfer> request = chance(15) && !sent.isEmpty() ? again() : fresh();
        sent.add(request);
        for (Transfer t : request) {
            ids.add(t.id());
            if (t.kind() == TransferKind.PENDING) {
                pendings.add(t.id());
            }
        }
        return request;
    }

    private List<Transfer> fresh() {
        List<Transfer> request = new ArrayList<>();
        int size = chance(20) ? 2 + random.nextInt(4) : 1;
        for (int i = 0; i < size; i++) {
            UUID own = null;
            if (i > 0 && chance(25)) {
                Transfer before = pick(request);
                own = before.kind() == TransferKind.PENDING ? before.id() : null;
            }
            Transfer t = chance(size > 1 ? 93 : 80) ? good(own) : spoiled(good(own));
            request.add(i > 0 && chance(2) ? withId(t, request.getFirst().id()) : t);
        }
        return List.copyOf(request);
    }

    private List<Transfer> again() {
        List<Transfer> request = new ArrayList<>(
                chance(60) ? sent.get(sent.size() - 1 - random.nextInt(Math.min(8, sent.size()))) : pick(sent));
        int how = random.nextInt(10);
        if (how < 4) {
            int at = random.nextInt(request.size());
            request.set(at, spoiled(request.get(at)));
        } else if (how == 4) {
            request.add(good(null));
        } else if (how == 5 && request.size() > 1) {
            request.removeLast();
        } else if (how == 6) {
            // What a zero stood for, spelled out.
            int at = random.nextInt(request.size());
            NaiveLedger.Done done = state.done.get(request.get(at).id());
            if (done != null) {
                request.set(at, done.transfer());
            }
        }
        return List.copyOf(request);
    }

    private UUID newId() {
        return new UUID((random.nextLong() & 0x7FFF_FFFF_FFFF_0FFFL) | 0x7000L, random.nextLong());
    }

    /** A transfer that has a good chance. */
    private Transfer good(@Nullable UUID ownPending) {
        int dice = random.nextInt(100);
        UUID ref = chance(30) ? new UUID(7, 1 + random.nextInt(3)) : null;
        if (ownPending == null && (dice < 65 || pendings.isEmpty())) {
            boolean usd = chance(15);
            long debit = usd ? 5 + random.nextInt(2) : 1 + random.nextInt(4);
            long credit = usd ? 11 - debit : 1 + (debit - 1 + 1 + random.nextInt(3)) % 4;
            TransferKind kind = dice < 42 ? TransferKind.SINGLE : TransferKind.PENDING;
            int flags = 0;
            if (chance(10)) {
                flags = chance(50) ? 1 : 2;
            }
            if (kind == TransferKind.PENDING && chance(6)) {
                flags |= chance(50) ? 4 : 8;
            }
            int timeout = kind == TransferKind.PENDING ? (int) oneOf(0, 1, 1, 2, 60, TEN_YEARS_S) : 0;
            return new Transfer(
                    newId(),
                    kind,
                    flags,
                    debit,
                    credit,
                    amount(debit, credit),
                    null,
                    usd ? USD : CNY,
                    100,
                    timeout,
                    ref);
        }
        UUID pendingId = ownPending != null ? ownPending : pendingOfBefore();
        TransferKind kind = dice < 82 ? TransferKind.POST : dice < 92 ? TransferKind.VOID : TransferKind.EXPIRE;
        NaiveLedger.Hold hold = state.holds.get(pendingId);
        long whole = hold == null ? 10 : hold.transfer().amount();
        long amount = kind == TransferKind.POST
                ? oneOf(0, 0, whole, Math.max(1, whole - 1), 1, Math.max(1, whole / 2))
                : oneOf(0, 0, whole);
        NaiveLedger.Hold spelled = chance(20) ? hold : null;
        return new Transfer(
                newId(),
                kind,
                0,
                spelled == null ? 0 : spelled.transfer().debitId(),
                spelled == null ? 0 : spelled.transfer().creditId(),
                amount,
                pendingId,
                spelled == null ? 0 : spelled.transfer().ledger(),
                spelled == null ? 0 : spelled.transfer().code(),
                0,
                ref);
    }

    /** Mostly one that is still open, now and then one that ended or was refused. */
    private UUID pendingOfBefore() {
        UUID pendingId = pick(pendings);
        for (int tries = 0; tries < 4 && chance(90); tries++) {
            NaiveLedger.Hold hold = state.holds.get(pendingId);
            if (hold != null && (hold.ended() == null || chance(10))) {
                break;
            }
            pendingId = pick(pendings);
        }
        return pendingId;
    }

    private long amount(long debitId, long creditId) {
        NaiveLedger.Acc debit = state.account(debitId);
        NaiveLedger.Acc credit = state.account(creditId);
        long spendable = clamp(debit.spendable());
        long receivable = clamp(credit.receivable());
        if (huge && chance(40)) {
            BigInteger max = BigInteger.valueOf(Long.MAX_VALUE);
            long room = clamp(max.subtract(chance(50) ? debit.debitsPosted : debit.debitsPending));
            long sums = clamp(max.subtract(credit.creditsPosted).subtract(credit.creditsPending));
            return oneOf(
                    Long.MAX_VALUE,
                    room,
                    room == Long.MAX_VALUE ? room : room + 1,
                    sums,
                    Math.max(1, sums - 1),
                    Long.MAX_VALUE / 2);
        }
        if (chance(40)) {
            return oneOf(
                    spendable,
                    Math.max(1, spendable - 1),
                    spendable == Long.MAX_VALUE ? 1 : spendable + 1,
                    receivable,
                    Math.max(1, receivable / 2));
        }
        return 1L + random.nextInt(1_000);
    }

    private static long clamp(BigInteger value) {
        return value.max(BigInteger.ONE).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    /** The same transfer with one field changed. */
    private Transfer spoiled(Transfer t) {
        long debit = t.debitId();
        long credit = t.creditId();
        long amount = t.amount();
        UUID id = t.id();
        UUID pendingId = t.pendingId();
        UUID ref = t.userRef();
        TransferKind kind = t.kind();
        int flags = t.flags();
        int ledger = t.ledger();
        int code = t.code();
        int timeout = t.timeoutSeconds();
        switch (random.nextInt(11)) {
            case 0 -> id = chance(70) && !ids.isEmpty() ? pick(ids) : chance(50) ? new UUID(0, 0) : new UUID(-1, -1);
            case 1 -> kind = TransferKind.of(random.nextInt(5));
            case 2 -> flags = (int) oneOf(1, 2, 3, 4, 8, 12, 16, 64 | 1, 5, 10);
            case 3 -> debit = oneOf(0, -1, 99, credit, 1, 2, 5);
            case 4 -> credit = oneOf(0, -1, 99, debit, 1, 2, 5);
            case 5 -> amount = oneOf(0, -1, Long.MAX_VALUE, amount + 1, amount - 1, Long.MIN_VALUE);
            case 6 ->
                pendingId = switch (random.nextInt(4)) {
                    case 0 -> null;
                    case 1 -> id;
                    case 2 -> ids.isEmpty() ? null : pick(ids);
                    default -> newId();
                };
            case 7 -> ledger = (int) oneOf(0, -1, CNY, USD);
            case 8 -> code = (int) oneOf(0, -1, 65_535, 65_536, 101);
            case 9 -> timeout = (int) oneOf(0, -1, 5, TEN_YEARS_S, TEN_YEARS_S + 1);
            default -> ref = new UUID(7, 9);
        }
        return new Transfer(id, kind, flags, debit, credit, amount, pendingId, ledger, code, timeout, ref);
    }

    private static Transfer withId(Transfer t, UUID id) {
        return new Transfer(
                id,
                t.kind(),
                t.flags(),
                t.debitId(),
                t.creditId(),
                t.amount(),
                t.pendingId(),
                t.ledger(),
                t.code(),
                t.timeoutSeconds(),
                t.userRef());
    }

    /** An account to freeze or thaw now; 0 mostly. */
    public long toFreeze() {
        return chance(2) ? 1L + random.nextInt(6) : 0;
    }
}
