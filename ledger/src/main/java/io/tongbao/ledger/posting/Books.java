package io.tongbao.ledger.posting;

import io.tongbao.ledger.TransferResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything a batch may look at: its accounts, the pending transfers it names, the ids applied or refused before. What
 * is not in here does not exist. Confined to one thread.
 */
public final class Books {

    private final Map<Long, AccountState> accounts;
    private final Map<UUID, PendingState> pendings = new HashMap<>();
    private final Map<UUID, AppliedTransfer> applied = new HashMap<>();
    private final Map<UUID, TransferResult> failed = new HashMap<>();
    private final Map<UUID, TransferResult> newlyFailed = new LinkedHashMap<>();
    private final List<AppliedTransfer> journal = new ArrayList<>();

    public Books(int expectedAccounts) {
        this.accounts = HashMap.newHashMap(expectedAccounts);
    }

    public void add(AccountState account) {
        accounts.put(account.id(), account);
    }

    public void add(PendingState pending) {
        pendings.put(pending.id(), pending);
    }

    /** A transfer that was applied in an earlier batch. */
    public void addApplied(AppliedTransfer transfer) {
        applied.put(transfer.transfer().id(), transfer);
    }

    /** An id that was finally refused in an earlier batch. */
    public void addFailed(UUID id, TransferResult result) {
        failed.put(id, result);
    }

    public @Nullable AccountState account(long id) {
        return accounts.get(id);
    }

    public @Nullable PendingState pending(UUID id) {
        return pendings.get(id);
    }

    public @Nullable AppliedTransfer applied(UUID id) {
        return applied.get(id);
    }

    /** The final refusal recorded for an id, or null. */
    public @Nullable TransferResult failure(UUID id) {
        return failed.get(id);
    }

    public Collection<AccountState> accounts() {
        return accounts.values();
    }

    public Collection<PendingState> pendings() {
        return pendings.values();
    }

    /** What this batch adds to the journal, in order. */
    public List<AppliedTransfer> journal() {
        return journal;
    }

    /** What this batch adds to the final refusals. */
    public Map<UUID, TransferResult> newlyFailed() {
        return newlyFailed;
    }

    void fail(UUID id, TransferResult result) {
        failed.put(id, result);
        newlyFailed.put(id, result);
    }

    void append(AppliedTransfer transfer) {
        applied.put(transfer.transfer().id(), transfer);
        journal.add(transfer);
    }

    /** Takes the journal back to {@code size} entries, together with the pending transfers they made or ended. */
    void truncate(int size) {
        while (journal.size() > size) {
            AppliedTransfer last = journal.removeLast();
            UUID id = last.transfer().id();
            applied.remove(id);
            pendings.remove(id);
            UUID pendingId = last.transfer().pendingId();
            PendingState pending = pendingId == null ? null : pendings.get(pendingId);
            if (pending != null) {
                pending.status = PendingState.Status.OPEN;
                pending.resolvedBy = null;
            }
        }
    }
}
