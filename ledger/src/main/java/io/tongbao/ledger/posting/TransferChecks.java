package io.tongbao.ledger.posting;

import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferFlag;
import io.tongbao.ledger.TransferKind;
import io.tongbao.ledger.TransferResult;
import java.util.Objects;
import java.util.UUID;

/** The checks that look at the transfer alone, or at an earlier one under the same id. */
final class TransferChecks {

    /** Ten years: longer reservations are a mistake in units. */
    static final int MAX_TIMEOUT_SECONDS = 10 * 366 * 86_400;

    private static final UUID ZERO = new UUID(0, 0);
    private static final UUID MAX = new UUID(-1, -1);
    private static final int BALANCING = TransferFlag.BALANCING_DEBIT.bit() | TransferFlag.BALANCING_CREDIT.bit();
    private static final int CLOSING = TransferFlag.CLOSING_DEBIT.bit() | TransferFlag.CLOSING_CREDIT.bit();

    private TransferChecks() {}

    static TransferResult id(Transfer t) {
        if (t.id().equals(ZERO)) {
            return TransferResult.ID_MUST_NOT_BE_ZERO;
        }
        if (t.id().equals(MAX)) {
            return TransferResult.ID_MUST_NOT_BE_MAX;
        }
        return TransferResult.OK;
    }

    /**
     * Compares a repeat with what was applied, field by field. Zero in a resolving transfer is compared as what it stands
     * for; the most that a BALANCING transfer may move matches whatever it did move up to that.
     *
     * @param whole amount of the pending transfer that {@code t} names
     */
    static TransferResult repeat(Transfer t, UUID requestHash, AppliedTransfer earlier, long whole) {
        if (earlier.requestHash().equals(requestHash)) {
            return TransferResult.EXISTS;
        }
        Transfer e = earlier.transfer();
        boolean resolves = t.kind().resolves();
        if (t.kind() != e.kind()) {
            return TransferResult.EXISTS_WITH_DIFFERENT_KIND;
        }
        if (t.flags() != e.flags()) {
            return TransferResult.EXISTS_WITH_DIFFERENT_FLAGS;
        }
        if (!Objects.equals(t.pendingId(), e.pendingId())) {
            return TransferResult.EXISTS_WITH_DIFFERENT_PENDING_ID;
        }
        if (t.debitId() != e.debitId() && !(resolves && t.debitId() == 0)) {
            return TransferResult.EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID;
        }
        if (t.creditId() != e.creditId() && !(resolves && t.creditId() == 0)) {
            return TransferResult.EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID;
        }
        long asked = resolves && t.amount() == 0 ? whole : t.amount();
        boolean upTo = (t.flags() & BALANCING) != 0 && asked > e.amount();
        if (asked != e.amount() && !upTo) {
            return TransferResult.EXISTS_WITH_DIFFERENT_AMOUNT;
        }
        if (t.ledger() != e.ledger() && !(resolves && t.ledger() == 0)) {
            return TransferResult.EXISTS_WITH_DIFFERENT_LEDGER;
        }
        if (t.code() != e.code() && !(resolves && t.code() == 0)) {
            return TransferResult.EXISTS_WITH_DIFFERENT_CODE;
        }
        if (t.timeoutSeconds() != e.timeoutSeconds()) {
            return TransferResult.EXISTS_WITH_DIFFERENT_TIMEOUT;
        }
        if (!Objects.equals(t.userRef(), e.userRef())) {
            return TransferResult.EXISTS_WITH_DIFFERENT_USER_REF;
        }
        return TransferResult.EXISTS_WITH_DIFFERENT_CHAIN;
    }

    /** Everything that is wrong with the transfer whatever the accounts hold. */
    static TransferResult form(Transfer t) {
        boolean resolves = t.kind().resolves();
        if ((t.flags() & ~(BALANCING | CLOSING)) != 0) {
            return TransferResult.FLAGS_ARE_UNKNOWN;
        }
        boolean bothBalancing = (t.flags() & BALANCING) == BALANCING;
        boolean bothClosing = (t.flags() & CLOSING) == CLOSING;
        if (bothBalancing || bothClosing || (resolves && t.flags() != 0)) {
            return TransferResult.FLAGS_ARE_MUTUALLY_EXCLUSIVE;
        }
        if (t.debitId() < 0 || (t.debitId() == 0 && !resolves)) {
            return TransferResult.DEBIT_ACCOUNT_ID_MUST_BE_POSITIVE;
        }
        if (t.creditId() < 0 || (t.creditId() == 0 && !resolves)) {
            return TransferResult.CREDIT_ACCOUNT_ID_MUST_BE_POSITIVE;
        }
        if (t.debitId() == t.creditId() && t.debitId() != 0) {
            return TransferResult.ACCOUNTS_MUST_BE_DIFFERENT;
        }
        TransferResult pending = pendingId(t, resolves);
        if (pending != TransferResult.OK) {
            return pending;
        }
        if (t.timeoutSeconds() != 0 && t.kind() != TransferKind.PENDING) {
            return TransferResult.TIMEOUT_RESERVED_FOR_PENDING;
        }
        if (t.timeoutSeconds() < 0 || t.timeoutSeconds() > MAX_TIMEOUT_SECONDS) {
            return TransferResult.TIMEOUT_OUT_OF_RANGE;
        }
        if ((t.flags() & CLOSING) != 0 && t.kind() != TransferKind.PENDING) {
            return TransferResult.CLOSING_TRANSFER_MUST_BE_PENDING;
        }
        if (t.amount() < 0) {
            return TransferResult.AMOUNT_MUST_NOT_BE_NEGATIVE;
        }
        if (t.amount() == 0 && !resolves) {
            return TransferResult.AMOUNT_MUST_NOT_BE_ZERO;
        }
        if (t.ledger() < 0 || (t.ledger() == 0 && !resolves)) {
            return TransferResult.LEDGER_MUST_BE_POSITIVE;
        }
        if (t.code() < 0 || t.code() > 65_535 || (t.code() == 0 && !resolves)) {
            return TransferResult.CODE_OUT_OF_RANGE;
        }
        return TransferResult.OK;
    }

    private static TransferResult pendingId(Transfer t, boolean resolves) {
        UUID pendingId = t.pendingId();
        if (!resolves) {
            return pendingId == null ? TransferResult.OK : TransferResult.PENDING_ID_MUST_BE_NULL;
        }
        if (pendingId == null) {
            return TransferResult.PENDING_ID_MUST_NOT_BE_NULL;
        }
        return pendingId.equals(t.id()) ? TransferResult.PENDING_ID_MUST_BE_DIFFERENT : TransferResult.OK;
    }
}
