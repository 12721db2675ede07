package io.tongbao.ledger.posting;

import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferFlag;
import io.tongbao.ledger.TransferKind;
import io.tongbao.ledger.TransferResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The posting function: {@code (books, linked transfers) → result}, in the precedence of {@link TransferResult}. Either
 * all transfers of a chain apply to the books or none does.
 */
public final class TransferRules {

    private static final long MICROS = 1_000_000L;

    private final Books books;
    private final long batchTs;

    /**
     * @param books what the batch may look at; changed in place
     * @param batchTs microseconds since 1970 of the batch; a transfer's own time is this plus its ordinal
     */
    public TransferRules(Books books, long batchTs) {
        this.books = books;
        this.batchTs = batchTs;
    }

    /**
     * What became of a chain.
     *
     * @param index of the transfer that was refused, 0 when none
     * @param result OK, EXISTS (all of them were applied before) or the refusal of the transfer at {@code index}
     * @param amounts minor units each transfer moved, in order; empty when refused
     */
    public record ChainResult(int index, TransferResult result, List<Long> amounts) {

        public boolean accepted() {
            return result == TransferResult.OK || result == TransferResult.EXISTS;
        }

        /** The answer to one transfer of the chain: of a refused chain all but the culprit are LINKED_TRANSFER_FAILED. */
        public TransferResult resultOf(int place) {
            return accepted() || place == index ? result : TransferResult.LINKED_TRANSFER_FAILED;
        }
    }

    /** Applies a chain, or refuses it and leaves the books as they were (but for the record of a final refusal). */
    public ChainResult apply(List<Transfer> chain, UUID requestHash) {
        if (chain.size() == 1) {
            return alone(chain.getFirst(), requestHash);
        }
        if (isRepeat(chain, requestHash)) {
            return new ChainResult(0, TransferResult.EXISTS, amounts(chain));
        }
        Set<UUID> ids = new HashSet<>();
        List<AccountState.Saved> saved = new ArrayList<>(chain.size() * 2);
        int journalSize = books.journal().size();
        UUID group = chain.getFirst().id();
        for (int i = 0; i < chain.size(); i++) {
            Transfer t = chain.get(i);
            TransferResult result =
                    ids.add(t.id()) ? applyOne(t, requestHash, group, saved) : TransferResult.ID_REPEATED_IN_CHAIN;
            if (result != TransferResult.OK) {
                for (AccountState.Saved before : saved.reversed()) {
                    before.restore();
                }
                books.truncate(journalSize);
                record(t, result);
                return new ChainResult(i, result, List.of());
            }
        }
        return new ChainResult(0, TransferResult.OK, amounts(chain));
    }

    private ChainResult alone(Transfer t, UUID requestHash) {
        // A lone transfer changes nothing before its last check, so nothing needs saving.
        TransferResult result = applyOne(t, requestHash, null, null);
        if (result == TransferResult.OK || result == TransferResult.EXISTS) {
            return new ChainResult(0, result, amounts(List.of(t)));
        }
        record(t, result);
        return new ChainResult(0, result, List.of());
    }

    private void record(Transfer t, TransferResult result) {
        if (result.isFinal()) {
            books.fail(t.id(), result);
        }
    }

    private boolean isRepeat(List<Transfer> chain, UUID requestHash) {
        for (Transfer t : chain) {
            AppliedTransfer earlier = books.applied(t.id());
            if (earlier == null || !earlier.requestHash().equals(requestHash)) {
                return false;
            }
        }
        return true;
    }

    private List<Long> amounts(List<Transfer> chain) {
        if (chain.size() == 1) {
            return List.of(amount(chain.getFirst()));
        }
        List<Long> amounts = new ArrayList<>(chain.size());
        for (Transfer t : chain) {
            amounts.add(amount(t));
        }
        return amounts;
    }

    private long amount(Transfer t) {
        AppliedTransfer applied = books.applied(t.id());
        return applied == null ? 0 : applied.transfer().amount();
    }

    private TransferResult applyOne(
            Transfer t, UUID requestHash, @Nullable UUID group, @Nullable List<AccountState.Saved> saved) {
        TransferResult id = TransferChecks.id(t);
        if (id != TransferResult.OK) {
            return id;
        }
        AppliedTransfer earlier = books.applied(t.id());
        if (earlier != null) {
            return repeat(t, requestHash, earlier);
        }
        if (books.failure(t.id()) != null) {
            return TransferResult.ID_ALREADY_FAILED;
        }
        TransferResult form = TransferChecks.form(t);
        if (form != TransferResult.OK) {
            return form;
        }
        UUID pendingId = t.pendingId();
        return pendingId == null
                ? move(t, requestHash, group, saved)
                : resolve(t, pendingId, requestHash, group, saved);
    }

    private TransferResult repeat(Transfer t, UUID requestHash, AppliedTransfer earlier) {
        UUID pendingId = t.pendingId();
        PendingState pending = pendingId == null ? null : books.pending(pendingId);
        long whole = pending == null ? earlier.transfer().amount() : pending.amount;
        return TransferChecks.repeat(t, requestHash, earlier, whole);
    }

    /** SINGLE and PENDING. */
    private TransferResult move(
            Transfer t, UUID requestHash, @Nullable UUID group, @Nullable List<AccountState.Saved> saved) {
        AccountState debit = books.account(t.debitId());
        if (debit == null) {
            return TransferResult.DEBIT_ACCOUNT_NOT_FOUND;
        }
        AccountState credit = books.account(t.creditId());
        if (credit == null) {
            return TransferResult.CREDIT_ACCOUNT_NOT_FOUND;
        }
        if (debit.ledger != credit.ledger) {
            return TransferResult.ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER;
        }
        if (t.ledger() != debit.ledger) {
            return TransferResult.TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS;
        }
        if (AccountFlag.CLOSED.in(debit.flags)) {
            return TransferResult.DEBIT_ACCOUNT_CLOSED;
        }
        if (AccountFlag.CLOSED.in(credit.flags)) {
            return TransferResult.CREDIT_ACCOUNT_CLOSED;
        }
        if (AccountFlag.DEBIT_FROZEN.in(debit.flags)) {
            return TransferResult.DEBIT_ACCOUNT_FROZEN;
        }
        if (AccountFlag.CREDIT_FROZEN.in(credit.flags)) {
            return TransferResult.CREDIT_ACCOUNT_FROZEN;
        }
        long amount = t.amount();
        TransferResult exceeded = TransferResult.OK;
        if (TransferFlag.BALANCING_DEBIT.in(t.flags())) {
            amount = Math.min(amount, debit.creditsPosted - debit.debitsPosted - debit.debitsPending);
            exceeded = amount <= 0 ? TransferResult.EXCEEDS_CREDITS : TransferResult.OK;
        } else if (TransferFlag.BALANCING_CREDIT.in(t.flags())) {
            amount = Math.min(amount, credit.debitsPosted - credit.creditsPosted - credit.creditsPending);
            exceeded = amount <= 0 ? TransferResult.EXCEEDS_DEBITS : TransferResult.OK;
        }
        TransferResult overflow = exceeded == TransferResult.OK
                ? AccountLimits.overflow(t.kind(), debit, credit, amount)
                : TransferResult.OK;
        if (overflow != TransferResult.OK) {
            return overflow;
        }
        long ts = nextTs();
        long expiresTs = t.timeoutSeconds() == 0 ? 0 : ts + t.timeoutSeconds() * MICROS;
        if (expiresTs < 0) {
            return TransferResult.OVERFLOWS_TIMEOUT;
        }
        if (exceeded == TransferResult.OK) {
            exceeded = AccountLimits.exceeded(debit, credit, amount);
        }
        if (exceeded != TransferResult.OK) {
            return exceeded;
        }
        save(debit, credit, ts, saved);
        if (t.kind() == TransferKind.SINGLE) {
            debit.debitsPosted += amount;
            credit.creditsPosted += amount;
        } else {
            debit.debitsPending += amount;
            credit.creditsPending += amount;
            if (TransferFlag.CLOSING_DEBIT.in(t.flags())) {
                debit.flags |= AccountFlag.CLOSED.bit();
            }
            if (TransferFlag.CLOSING_CREDIT.in(t.flags())) {
                credit.flags |= AccountFlag.CLOSED.bit();
            }
            books.add(new PendingState(
                    t.id(),
                    debit.id,
                    credit.id,
                    amount,
                    expiresTs,
                    debit.ledger,
                    t.code(),
                    t.flags(),
                    PendingState.Status.OPEN,
                    true));
        }
        append(t, debit.id, credit.id, amount, debit.ledger, t.code(), requestHash, group, ts);
        return TransferResult.OK;
    }

    /** POST, VOID and EXPIRE. */
    private TransferResult resolve(
            Transfer t,
            UUID pendingId,
            UUID requestHash,
            @Nullable UUID group,
            @Nullable List<AccountState.Saved> saved) {
        PendingState pending = books.pending(pendingId);
        if (pending == null) {
            return books.applied(pendingId) == null
                    ? TransferResult.PENDING_TRANSFER_NOT_FOUND
                    : TransferResult.PENDING_TRANSFER_NOT_PENDING;
        }
        TransferResult match = matches(t, pending);
        if (match != TransferResult.OK) {
            return match;
        }
        long ts = nextTs();
        boolean due = pending.expiresTs != 0 && ts >= pending.expiresTs;
        switch (pending.status) {
            case POSTED -> {
                return TransferResult.PENDING_TRANSFER_ALREADY_POSTED;
            }
            case VOIDED -> {
                return TransferResult.PENDING_TRANSFER_ALREADY_VOIDED;
            }
            case EXPIRED -> {
                return TransferResult.PENDING_TRANSFER_EXPIRED;
            }
            case OPEN -> {
                if (t.kind() == TransferKind.EXPIRE && !due) {
                    return TransferResult.PENDING_TRANSFER_NOT_YET_EXPIRED;
                }
                if (t.kind() != TransferKind.EXPIRE && due) {
                    return TransferResult.PENDING_TRANSFER_EXPIRED;
                }
            }
        }
        AccountState debit = books.account(pending.debitId);
        AccountState credit = books.account(pending.creditId);
        if (debit == null) {
            return TransferResult.DEBIT_ACCOUNT_NOT_FOUND;
        }
        if (credit == null) {
            return TransferResult.CREDIT_ACCOUNT_NOT_FOUND;
        }
        boolean posts = t.kind() == TransferKind.POST;
        if (posts && AccountFlag.CLOSED.in(debit.flags)) {
            return TransferResult.DEBIT_ACCOUNT_CLOSED;
        }
        if (posts && AccountFlag.CLOSED.in(credit.flags)) {
            return TransferResult.CREDIT_ACCOUNT_CLOSED;
        }
        save(debit, credit, ts, saved);
        debit.debitsPending -= pending.amount;
        credit.creditsPending -= pending.amount;
        long amount = pending.amount;
        if (posts) {
            amount = t.amount() == 0 ? pending.amount : t.amount();
            debit.debitsPosted += amount;
            credit.creditsPosted += amount;
        } else {
            reopen(pending, debit, credit);
        }
        pending.status = switch (t.kind()) {
            case POST -> PendingState.Status.POSTED;
            case EXPIRE -> PendingState.Status.EXPIRED;
            case VOID, SINGLE, PENDING -> PendingState.Status.VOIDED;
        };
        pending.resolvedBy = t.id();
        append(t, debit.id, credit.id, amount, pending.ledger, pending.code, requestHash, group, ts);
        return TransferResult.OK;
    }

    private static void reopen(PendingState pending, AccountState debit, AccountState credit) {
        if (TransferFlag.CLOSING_DEBIT.in(pending.flags)) {
            debit.flags &= ~AccountFlag.CLOSED.bit();
        }
        if (TransferFlag.CLOSING_CREDIT.in(pending.flags)) {
            credit.flags &= ~AccountFlag.CLOSED.bit();
        }
    }

    private static TransferResult matches(Transfer t, PendingState pending) {
        if (t.debitId() != 0 && t.debitId() != pending.debitId) {
            return TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID;
        }
        if (t.creditId() != 0 && t.creditId() != pending.creditId) {
            return TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID;
        }
        if (t.ledger() != 0 && t.ledger() != pending.ledger) {
            return TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_LEDGER;
        }
        if (t.code() != 0 && t.code() != pending.code) {
            return TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_CODE;
        }
        if (t.amount() > pending.amount) {
            return TransferResult.EXCEEDS_PENDING_TRANSFER_AMOUNT;
        }
        if (t.kind() != TransferKind.POST && t.amount() != 0 && t.amount() < pending.amount) {
            return TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT;
        }
        return TransferResult.OK;
    }

    private long nextTs() {
        return batchTs + books.journal().size();
    }

    private static void save(
            AccountState debit, AccountState credit, long ts, @Nullable List<AccountState.Saved> saved) {
        if (saved != null) {
            saved.add(debit.save());
            saved.add(credit.save());
        }
        debit.touch(ts);
        credit.touch(ts);
    }

    private void append(
            Transfer t,
            long debitId,
            long creditId,
            long amount,
            int ledger,
            int code,
            UUID requestHash,
            @Nullable UUID group,
            long ts) {
        boolean asAsked = t.debitId() == debitId
                && t.creditId() == creditId
                && t.amount() == amount
                && t.ledger() == ledger
                && t.code() == code;
        Transfer resolved = asAsked
                ? t
                : new Transfer(
                        t.id(),
                        t.kind(),
                        t.flags(),
                        debitId,
                        creditId,
                        amount,
                        t.pendingId(),
                        ledger,
                        code,
                        t.timeoutSeconds(),
                        t.userRef());
        books.append(new AppliedTransfer(
                resolved, requestHash, group, books.journal().size(), ts));
    }
}
