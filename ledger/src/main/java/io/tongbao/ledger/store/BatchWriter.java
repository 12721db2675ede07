package io.tongbao.ledger.store;

import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferKind;
import io.tongbao.ledger.TransferResult;
import io.tongbao.ledger.posting.AccountState;
import io.tongbao.ledger.posting.AppliedTransfer;
import io.tongbao.ledger.posting.Books;
import io.tongbao.ledger.posting.PendingState;
import io.tongbao.postgres.ArrayParameters;
import io.tongbao.postgres.CopyRows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Writes what a batch decided, each table in one go. Buffers are reused, so one writer belongs to one lane. */
final class BatchWriter {

    private static final String UPDATE_ACCOUNTS = """
            UPDATE ledger.account a
            SET debits_pending = u.dp, debits_posted = u.dpo, credits_pending = u.cp, credits_posted = u.cpo,
                version = u.version + 1, last_ts = u.ts
            FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                AS u (id, dp, dpo, cp, cpo, ts, version)
            WHERE a.id = u.id AND a.version = u.version""";
    // Most batches reserve nothing: then two columns less to send, unpack and write.
    private static final String UPDATE_POSTED = """
            UPDATE ledger.account a
            SET debits_posted = u.dpo, credits_posted = u.cpo, version = u.version + 1, last_ts = u.ts
            FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                AS u (id, dpo, cpo, ts, version)
            WHERE a.id = u.id AND a.version = u.version""";
    private static final String UPDATE_FLAGS =
            "UPDATE ledger.account a SET flags = u.flags FROM unnest(?::bigint[], ?::int[]) AS u (id, flags)"
                    + " WHERE a.id = u.id";
    private static final String UPDATE_PENDING = """
            UPDATE ledger.pending p SET state = u.state, resolved_by = u.resolved_by
            FROM unnest(?::uuid[], ?::smallint[], ?::uuid[]) AS u (id, state, resolved_by)
            WHERE p.id = u.id AND p.state = 0""";
    private static final String APPEND_BATCH = """
            WITH link AS (
                INSERT INTO ledger.batch
                    (lane, seq, ts, count, business_date, amount_sum, merkle_root, prev_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))
            UPDATE ledger.lane_head
            SET seq = ?, last_ts = ?, hash = ?, lease_until = now() + make_interval(secs => ?)
            WHERE lane = ?""";

    private final CopyRows transfers = new CopyRows(17, 1 << 20);
    private final CopyRows pendings = new CopyRows(10);
    private final CopyRows failed = new CopyRows(3);
    private final CopyRows history = new CopyRows(10, 1 << 18);

    void writeTransfers(Connection connection, List<AppliedTransfer> journal, BatchStamp stamp) throws SQLException {
        if (journal.isEmpty()) {
            return;
        }
        transfers.clear();
        for (AppliedTransfer applied : journal) {
            Transfer t = applied.transfer();
            transfers
                    .row()
                    .uuid(t.id())
                    .bigint(t.debitId())
                    .bigint(t.creditId())
                    .bigint(t.amount())
                    .bigint(stamp.batchSeq())
                    .bigint(applied.ts())
                    .integer(t.ledger())
                    .integer(t.code())
                    .integer(t.timeoutSeconds())
                    .integer(stamp.lane())
                    .integer(applied.ordinal())
                    .smallint(t.kind().number())
                    .smallint(t.flags())
                    .uuid(applied.requestHash())
                    .uuid(applied.linkGroup())
                    .uuid(t.pendingId())
                    .uuid(t.userRef());
        }
        transfers.copyInto(
                connection,
                "ledger.transfer",
                "id, debit_id, credit_id, amount, batch_seq, ts, ledger, code, timeout_s, lane, ordinal, kind, flags,"
                        + " request_hash, link_group, pending_id, user_ref");
    }

    void writeAccounts(Connection connection, Books books) throws SQLException {
        List<AccountState> touched = new ArrayList<>();
        List<AccountState> reflagged = new ArrayList<>();
        for (AccountState account : books.accounts()) {
            if (account.touched()) {
                touched.add(account);
                if (account.flagsChanged()) {
                    reflagged.add(account);
                }
            }
        }
        if (touched.isEmpty()) {
            return;
        }
        touched.sort(Comparator.comparingLong(AccountState::id));
        boolean reserves = books.journal().stream().anyMatch(a -> a.transfer().kind() != TransferKind.SINGLE);
        try (PreparedStatement update = connection.prepareStatement(reserves ? UPDATE_ACCOUNTS : UPDATE_POSTED)) {
            int column = 1;
            setColumn(update, column++, touched, AccountState::id);
            if (reserves) {
                setColumn(update, column++, touched, AccountState::debitsPending);
            }
            setColumn(update, column++, touched, AccountState::debitsPosted);
            if (reserves) {
                setColumn(update, column++, touched, AccountState::creditsPending);
            }
            setColumn(update, column++, touched, AccountState::creditsPosted);
            setColumn(update, column++, touched, AccountState::lastTs);
            setColumn(update, column, touched, AccountState::version);
            if (update.executeUpdate() != touched.size()) {
                throw new StaleAccounts();
            }
        }
        if (!reflagged.isEmpty()) {
            writeFlags(connection, reflagged);
        }
    }

    private static void setColumn(
            PreparedStatement update, int index, List<AccountState> accounts, ToLongFunction<AccountState> value)
            throws SQLException {
        ArrayParameters.setBigints(
                update, index, accounts.stream().mapToLong(value).toArray());
    }

    private static void writeFlags(Connection connection, List<AccountState> accounts) throws SQLException {
        long[] ids = new long[accounts.size()];
        int[] flags = new int[accounts.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = accounts.get(i).id();
            flags[i] = accounts.get(i).flags();
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE_FLAGS)) {
            ArrayParameters.setBigints(update, 1, ids);
            ArrayParameters.setIntegers(update, 2, flags);
            requireRows(update.executeUpdate(), ids.length, "account flags");
        }
    }

    void writePendings(Connection connection, Books books) throws SQLException {
        pendings.clear();
        List<PendingState> resolved = new ArrayList<>();
        for (PendingState p : books.pendings()) {
            if (p.fresh()) {
                pendings.row()
                        .uuid(p.id())
                        .bigint(p.debitId())
                        .bigint(p.creditId())
                        .bigint(p.amount())
                        .bigint(p.expiresTs())
                        .integer(p.ledger())
                        .integer(p.code())
                        .smallint(p.flags())
                        .smallint(p.status().number())
                        .uuid(p.resolvedBy());
            } else if (p.changed()) {
                resolved.add(p);
            }
        }
        if (!pendings.isEmpty()) {
            pendings.copyInto(
                    connection,
                    "ledger.pending",
                    "id, debit_id, credit_id, amount, expires_ts, ledger, code, flags, state, resolved_by");
        }
        if (!resolved.isEmpty()) {
            int n = resolved.size();
            UUID[] ids = new UUID[n];
            short[] states = new short[n];
            @Nullable UUID[] by = new UUID[n];
            for (int i = 0; i < n; i++) {
                ids[i] = resolved.get(i).id();
                states[i] = (short) resolved.get(i).status().number();
                by[i] = resolved.get(i).resolvedBy();
            }
            try (PreparedStatement update = connection.prepareStatement(UPDATE_PENDING)) {
                ArrayParameters.setUuids(update, 1, ids);
                ArrayParameters.setSmallints(update, 2, states);
                ArrayParameters.setUuids(update, 3, by);
                requireRows(update.executeUpdate(), n, "pending transfers");
            }
        }
    }

    void writeFailed(Connection connection, Map<UUID, TransferResult> newlyFailed, BatchStamp stamp)
            throws SQLException {
        if (newlyFailed.isEmpty()) {
            return;
        }
        failed.clear();
        newlyFailed.forEach(
                (id, result) -> failed.row().uuid(id).bigint(stamp.ts()).text(result.name()));
        failed.copyInto(connection, "ledger.failed_id", "id, ts, code");
    }

    void writeHistory(Connection connection, Books books, BatchStamp stamp) throws SQLException {
        Map<Long, IntList> places = null;
        for (AppliedTransfer applied : books.journal()) {
            Transfer t = applied.transfer();
            places = place(places, books, t.debitId(), applied.ordinal());
            places = place(places, books, t.creditId(), applied.ordinal());
        }
        if (places == null) {
            return;
        }
        history.clear();
        places.forEach((accountId, ordinals) -> {
            AccountState a = Objects.requireNonNull(books.account(accountId));
            history.row()
                    .bigint(accountId)
                    .bigint(stamp.ts() + ordinals.last())
                    .bigint(stamp.ts() + ordinals.first())
                    .bigint(stamp.batchSeq())
                    .bigint(a.debitsPending())
                    .bigint(a.debitsPosted())
                    .bigint(a.creditsPending())
                    .bigint(a.creditsPosted())
                    .integer(stamp.lane())
                    .integers(ordinals.toArray());
        });
        history.copyInto(
                connection,
                "ledger.account_history",
                "account_id, last_ts, first_ts, batch_seq, debits_pending, debits_posted, credits_pending,"
                        + " credits_posted, lane, ordinals");
    }

    private static @Nullable Map<Long, IntList> place(
            @Nullable Map<Long, IntList> places, Books books, long accountId, int ordinal) {
        AccountState account = books.account(accountId);
        if (account == null || !AccountFlag.HISTORY.in(account.flags())) {
            return places;
        }
        Map<Long, IntList> target = places == null ? new HashMap<>() : places;
        target.computeIfAbsent(accountId, id -> new IntList()).add(ordinal);
        return target;
    }

    void appendBatch(Connection connection, BatchRecord batch, Duration lease) throws SQLException {
        BatchStamp stamp = batch.stamp();
        try (PreparedStatement append = connection.prepareStatement(APPEND_BATCH)) {
            append.setInt(1, stamp.lane());
            append.setLong(2, stamp.batchSeq());
            append.setLong(3, stamp.ts());
            append.setInt(4, batch.count());
            append.setObject(5, stamp.businessDate());
            append.setBigDecimal(6, new BigDecimal(batch.amountSum()));
            append.setBytes(7, batch.merkleRoot());
            append.setBytes(8, batch.prevHash());
            append.setBytes(9, batch.hash());
            append.setLong(10, stamp.batchSeq());
            append.setLong(11, batch.lastTs());
            append.setBytes(12, batch.hash());
            append.setDouble(13, lease.toMillis() / 1000.0);
            append.setInt(14, stamp.lane());
            requireRows(append.executeUpdate(), 1, "lane heads");
        }
    }

    /** Every row we locked must be there to change; anything else is a fault that must not commit. */
    private static void requireRows(int changed, int expected, String what) {
        if (changed != expected) {
            throw new IllegalStateException("changed " + changed + " " + what + " instead of " + expected);
        }
    }

    /** A growing list of ints: the places of one account in a batch. */
    private static final class IntList {

        private int[] values = new int[1];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int first() {
            return values[0];
        }

        int last() {
            return values[size - 1];
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
