package io.tongbao.ledger.store;

import io.tongbao.ledger.Account;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import io.tongbao.ledger.Rider;
import io.tongbao.ledger.RiderTable;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferResult;
import io.tongbao.ledger.audit.JournalHash;
import io.tongbao.ledger.posting.AccountState;
import io.tongbao.ledger.posting.AppliedTransfer;
import io.tongbao.ledger.posting.Books;
import io.tongbao.ledger.posting.PendingState;
import io.tongbao.ledger.posting.TransferRules;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Turns a list of postings into one transaction: lock, decide, write. The caller commits or rolls back. One instance per
 * lane; not thread-safe.
 */
public final class BatchTransaction {

    /** The books' day begins at midnight here. */
    public static final ZoneId BUSINESS_ZONE = ZoneId.of("Asia/Shanghai");

    private static final int MOST_TRIES = 10;

    private final int lane;
    private final InstantSource clock;
    private final Duration lease;
    private final Executor background;
    private final BatchWriter writer = new BatchWriter();
    private final JournalHash hashes = new JournalHash();
    private final AccountCache cache = new AccountCache();

    /**
     * @param background hashes a batch while the database writes it
     */
    public BatchTransaction(int lane, InstantSource clock, Duration lease, Executor background) {
        this.background = background;
        this.lane = lane;
        this.clock = clock;
        this.lease = lease;
    }

    /**
     * What a batch came to, not yet committed.
     *
     * @param batch its row in the chain
     * @param decisions one for each posting, in order
     * @param books as they are once it is committed
     */
    public record Outcome(BatchRecord batch, List<Decision> decisions, Books books) {}

    /**
     * Runs everything up to, but not including, the commit.
     *
     * @throws LaneLost when the lane's token is not {@code token} any more
     * @throws PoisonedPosting when a posting's own code failed
     * @throws SQLException when the database failed or one of the written rows was refused
     */
    public Outcome run(Connection connection, long token, List<QueuedPosting> postings) throws SQLException {
        // A second try locks and reads every account; an account opened just then may take one more.
        for (int tries = 1; ; tries++) {
            try {
                return runOnce(connection, token, postings);
            } catch (StaleAccounts e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
                connection.rollback();
                cache.clear();
            }
        }
    }

    /** To be called once the batch is durable, and only then. */
    public void committed(Outcome outcome) {
        cache.remember(outcome.books());
    }

    /** To be called when a batch was rolled back or its fate is not known. */
    public void forget() {
        cache.clear();
    }

    private Outcome runOnce(Connection connection, long token, List<QueuedPosting> postings) throws SQLException {
        BatchReader reader = new BatchReader(connection);
        LaneHead head = reader.lockHead(lane, token);
        if (!head.alone()) {
            cache.clear();
        }
        Books books = load(reader, postings);
        Map<GuardTable<?, ?>, GuardSheet<?, ?>> sheets = collectGuards(postings);
        List<GuardSheet<?, ?>> ordered = GuardSheet.inLockingOrder(sheets.values());
        for (GuardSheet<?, ?> sheet : ordered) {
            sheet.lock(connection);
        }
        BatchStamp stamp = stamp(head, books);
        RiderRows riders = new RiderRows();
        List<Decision> decisions = decide(postings, books, sheets, riders, stamp);
        confirmRefusals(reader, postings, decisions, books);
        CompletableFuture<byte[]> root =
                CompletableFuture.supplyAsync(() -> new JournalHash().root(books.journal()), background);
        writer.writeTransfers(connection, books.journal(), stamp);
        writer.writeAccounts(connection, books);
        writer.writePendings(connection, books);
        writer.writeFailed(connection, books.newlyFailed(), stamp);
        writer.writeHistory(connection, books, stamp);
        for (GuardSheet<?, ?> sheet : ordered) {
            sheet.store(connection);
        }
        riders.write(connection);
        BatchRecord batch = seal(head, stamp, books.journal(), root.join());
        writer.appendBatch(connection, batch, lease);
        return new Outcome(batch, decisions, books);
    }

    private Books load(BatchReader reader, List<QueuedPosting> postings) throws SQLException {
        List<UUID> ids = new ArrayList<>(postings.size());
        TreeSet<UUID> pendingIds = null;
        for (QueuedPosting queued : postings) {
            for (Transfer t : queued.posting().transfers()) {
                ids.add(t.id());
                UUID pendingId = t.pendingId();
                if (pendingId != null) {
                    pendingIds = pendingIds == null ? new TreeSet<>() : pendingIds;
                    pendingIds.add(pendingId);
                }
            }
        }
        Books books = new Books(ids.size() * 2);
        if (ids.isEmpty()) {
            return books;
        }
        if (pendingIds != null) {
            UUID[] pendings = pendingIds.toArray(UUID[]::new);
            reader.lockPending(pendings, books);
            // An id that is no pending transfer may still be a transfer: another answer.
            ids.addAll(pendingIds);
        }
        lockOrRecall(reader, accountIds(postings, books), books);
        // Only now: another lane with the same request held these locks, and what it made of the id counts.
        UUID[] all = ids.toArray(UUID[]::new);
        reader.loadFailed(all, books);
        reader.loadApplied(all, books);
        return books;
    }

    private void lockOrRecall(BatchReader reader, long[] ids, Books books) throws SQLException {
        int unknown = 0;
        for (long id : ids) {
            Account known = cache.get(id);
            if (known == null) {
                ids[unknown++] = id;
            } else {
                books.add(new AccountState(known));
            }
        }
        if (unknown > 0) {
            reader.lockAccounts(Arrays.copyOf(ids, unknown), books);
        }
    }

    /**
     * What was applied is confirmed by the version it is written under; what was refused changes nothing, so the accounts
     * it was refused for are locked and compared here.
     */
    private static void confirmRefusals(
            BatchReader reader, List<QueuedPosting> postings, List<Decision> decisions, Books books)
            throws SQLException {
        List<QueuedPosting> refused = new ArrayList<>();
        for (int i = 0; i < decisions.size(); i++) {
            if (decisions.get(i) instanceof Decision.RefusedByLedger) {
                refused.add(postings.get(i));
            }
        }
        if (!refused.isEmpty()) {
            reader.requireUnchanged(accountIds(refused, books), books);
        }
    }

    private static long[] accountIds(List<QueuedPosting> postings, Books books) {
        long[] ids = new long[64];
        int n = 0;
        for (QueuedPosting queued : postings) {
            for (Transfer t : queued.posting().transfers()) {
                if (n + 4 > ids.length) {
                    ids = Arrays.copyOf(ids, ids.length * 2);
                }
                ids[n++] = t.debitId();
                ids[n++] = t.creditId();
                UUID pendingId = t.pendingId();
                PendingState pending = pendingId == null ? null : books.pending(pendingId);
                if (pending != null) {
                    ids[n++] = pending.debitId();
                    ids[n++] = pending.creditId();
                }
            }
        }
        return Arrays.stream(ids, 0, n).filter(id -> id > 0).sorted().distinct().toArray();
    }

    private static Map<GuardTable<?, ?>, GuardSheet<?, ?>> collectGuards(List<QueuedPosting> postings) {
        Map<GuardTable<?, ?>, GuardSheet<?, ?>> sheets = new HashMap<>();
        for (QueuedPosting queued : postings) {
            for (Guard<?, ?> guard : queued.posting().guards()) {
                want(sheets, guard);
            }
        }
        return sheets;
    }

    private static <K extends Comparable<? super K>, S> void want(
            Map<GuardTable<?, ?>, GuardSheet<?, ?>> sheets, Guard<K, S> guard) {
        sheets.computeIfAbsent(guard.table(), table -> new GuardSheet<>(guard.table()));
        sheet(sheets, guard).want(guard);
    }

    // A sheet is only ever stored under its own table, which fixes its two types.
    @SuppressWarnings("unchecked")
    private static <K extends Comparable<? super K>, S> GuardSheet<K, S> sheet(
            Map<GuardTable<?, ?>, GuardSheet<?, ?>> sheets, Guard<K, S> guard) {
        GuardSheet<?, ?> sheet = sheets.get(guard.table());
        if (sheet == null) {
            throw new IllegalStateException(
                    "no sheet for guard table " + guard.table().name());
        }
        return (GuardSheet<K, S>) sheet;
    }

    /** Time is given after all locks are held, so that it grows along each lane and each account, whatever the clocks do. */
    private BatchStamp stamp(LaneHead head, Books books) {
        long ts = Math.max(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()), head.lastTs() + 1);
        for (AccountState account : books.accounts()) {
            ts = Math.max(ts, account.lastTs() + 1);
        }
        Instant instant = Instant.EPOCH.plus(ts, ChronoUnit.MICROS);
        return new BatchStamp(
                lane, head.seq() + 1, ts, instant.atZone(BUSINESS_ZONE).toLocalDate());
    }

    private static List<Decision> decide(
            List<QueuedPosting> postings,
            Books books,
            Map<GuardTable<?, ?>, GuardSheet<?, ?>> sheets,
            RiderRows riders,
            BatchStamp stamp) {
        TransferRules rules = new TransferRules(books, stamp.ts());
        List<Decision> decisions = new ArrayList<>(postings.size());
        for (int i = 0; i < postings.size(); i++) {
            try {
                decisions.add(decideOne(postings.get(i), rules, sheets, riders, stamp));
            } catch (RuntimeException e) {
                // Code of the posting's owner: whatever it throws concerns that posting alone.
                throw new PoisonedPosting(i, e);
            }
        }
        return decisions;
    }

    private static Decision decideOne(
            QueuedPosting queued,
            TransferRules rules,
            Map<GuardTable<?, ?>, GuardSheet<?, ?>> sheets,
            RiderRows riders,
            BatchStamp stamp) {
        List<Guard<?, ?>> guards = queued.posting().guards();
        Decision decision = null;
        for (Guard<?, ?> guard : guards) {
            switch (check(sheets, guard, stamp)) {
                case Guard.Verdict.Pass() -> {
                    continue;
                }
                case Guard.Verdict.Refuse(var code, var detail) ->
                    decision = new Decision.RefusedByGuard(stamp, code, detail);
                case Guard.Verdict.Reject(var code, var detail) -> {
                    return new Decision.Rejected(stamp, code, detail);
                }
                case Guard.Verdict.Replay(var firstAnswer) -> {
                    return new Decision.Replayed(stamp, firstAnswer);
                }
            }
            break;
        }
        if (decision == null) {
            decision = move(queued, rules, stamp);
            if (decision instanceof Decision.Applied(var s, var amounts, var repeated) && repeated) {
                return decision;
            }
        }
        for (Guard<?, ?> guard : guards) {
            after(sheets, guard, decision);
        }
        for (Rider<?> rider : queued.posting().riders().rows(decision)) {
            riders.add(rider);
        }
        return decision;
    }

    private static Decision move(QueuedPosting queued, TransferRules rules, BatchStamp stamp) {
        List<Transfer> chain = queued.posting().transfers();
        if (chain.isEmpty()) {
            return new Decision.Applied(stamp, List.of(), false);
        }
        TransferRules.ChainResult result = rules.apply(chain, queued.requestHash());
        return result.accepted()
                ? new Decision.Applied(stamp, result.amounts(), result.result() == TransferResult.EXISTS)
                : new Decision.RefusedByLedger(stamp, result.index(), result.result());
    }

    private static <K extends Comparable<? super K>, S> Guard.Verdict check(
            Map<GuardTable<?, ?>, GuardSheet<?, ?>> sheets, Guard<K, S> guard, BatchStamp stamp) {
        return sheet(sheets, guard).check(guard, stamp);
    }

    private static <K extends Comparable<? super K>, S> void after(
            Map<GuardTable<?, ?>, GuardSheet<?, ?>> sheets, Guard<K, S> guard, Decision decision) {
        sheet(sheets, guard).after(guard, decision);
    }

    private BatchRecord seal(LaneHead head, BatchStamp stamp, List<AppliedTransfer> journal, byte[] root) {
        long low = 0;
        BigInteger carried = BigInteger.ZERO;
        for (AppliedTransfer applied : journal) {
            long amount = applied.transfer().amount();
            if (low > Long.MAX_VALUE - amount) {
                carried = carried.add(BigInteger.valueOf(low));
                low = 0;
            }
            low += amount;
        }
        BigInteger sum = carried.add(BigInteger.valueOf(low));
        byte[] body = hashes.body(lane, stamp.batchSeq(), stamp.ts(), journal.size(), sum, root);
        return new BatchRecord(stamp, journal.size(), sum, root, head.hash(), hashes.link(head.hash(), body));
    }

    /** The rows to write beside the journal, by table name. */
    private static final class RiderRows {

        private final Map<String, TableRows<?>> byTable = new TreeMap<>();

        <R> void add(Rider<R> rider) {
            rows(rider.table()).rows.add(rider.row());
        }

        // A list is only ever stored under its own table's name, which fixes its type.
        @SuppressWarnings("unchecked")
        private <R> TableRows<R> rows(RiderTable<R> table) {
            return (TableRows<R>) byTable.computeIfAbsent(table.name(), name -> new TableRows<>(table));
        }

        void write(Connection connection) throws SQLException {
            for (TableRows<?> rows : byTable.values()) {
                rows.write(connection);
            }
        }
    }

    private static final class TableRows<R> {

        private final RiderTable<R> table;
        private final List<R> rows = new ArrayList<>();

        TableRows(RiderTable<R> table) {
            this.table = table;
        }

        void write(Connection connection) throws SQLException {
            table.write(connection, rows);
        }
    }
}
