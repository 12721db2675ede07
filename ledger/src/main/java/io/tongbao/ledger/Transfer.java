package io.tongbao.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as its caller asks for it. Nothing is checked here: the ledger answers every combination with a
 * {@link TransferResult}, in one order of precedence.
 *
 * @param id chosen by the caller; the same id never moves money twice. See {@link TransferIds}
 * @param flags bits of {@link TransferFlag}
 * @param debitId account that pays; 0 in a POST, VOID or EXPIRE means "as in the pending transfer"
 * @param creditId account that receives; 0 likewise
 * @param amount minor units, &gt; 0. In a POST 0 means the whole, in a VOID or EXPIRE it must be 0 or the whole; with a
 *     BALANCING flag it is the most to move
 * @param pendingId the pending transfer that a POST, VOID or EXPIRE ends; null otherwise
 * @param ledger must be that of both accounts; 0 in POST, VOID, EXPIRE means "as in the pending transfer"
 * @param code reason, 1 to 65535 (see the payment module's chart); 0 likewise
 * @param timeoutSeconds of a PENDING transfer, 0 for none, at most ten years
 * @param userRef what it belongs to, usually the order's id; null for none
 */
public record Transfer(
        UUID id,
        TransferKind kind,
        int flags,
        long debitId,
        long creditId,
        long amount,
        @Nullable UUID pendingId,
        int ledger,
        int code,
        int timeoutSeconds,
        @Nullable UUID userRef) {

    /** A transfer that moves money at once. */
    public static Transfer single(
            UUID id, long debitId, long creditId, long amount, int ledger, int code, @Nullable UUID userRef) {
        return new Transfer(id, TransferKind.SINGLE, 0, debitId, creditId, amount, null, ledger, code, 0, userRef);
    }

    /** A transfer that reserves money; {@code timeoutSeconds} 0 for no expiry. */
    public static Transfer pending(
            UUID id,
            long debitId,
            long creditId,
            long amount,
            int ledger,
            int code,
            int timeoutSeconds,
            @Nullable UUID userRef) {
        return new Transfer(
                id, TransferKind.PENDING, 0, debitId, creditId, amount, null, ledger, code, timeoutSeconds, userRef);
    }

    /** Posts {@code amount} of a pending transfer and releases the rest; 0 posts the whole. */
    public static Transfer post(UUID id, UUID pendingId, long amount, @Nullable UUID userRef) {
        return new Transfer(id, TransferKind.POST, 0, 0, 0, amount, pendingId, 0, 0, 0, userRef);
    }

    /** Releases a pending transfer. */
    public static Transfer voiding(UUID id, UUID pendingId, @Nullable UUID userRef) {
        return new Transfer(id, TransferKind.VOID, 0, 0, 0, 0, pendingId, 0, 0, 0, userRef);
    }

    /** The same transfer with these option bits of {@link TransferFlag}. */
    public Transfer withFlags(int newFlags) {
        return new Transfer(
                id, kind, newFlags, debitId, creditId, amount, pendingId, ledger, code, timeoutSeconds, userRef);
    }
}
