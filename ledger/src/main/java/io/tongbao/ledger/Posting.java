package io.tongbao.ledger;

import java.util.List;
import java.util.UUID;

/**
 * One unit of all-or-nothing work: linked transfers, the guards they depend on, the rows that commit with them. A posting
 * may have no transfers at all (creating an order): the lane is then its way to a durable, idempotent, set-wise write.
 *
 * @param affinity postings with equal affinity run in the same lane of a node, in the order they came; use what repeats
 *     collide on, such as the hash of (caller, caller's id)
 * @param transfers at most {@link #MAX_TRANSFERS}, applied in order, all or none
 * @param guards checked in this order before the transfers; the first that does not pass decides
 */
public record Posting(long affinity, List<Transfer> transfers, List<Guard<?, ?>> guards, Riders riders) {

    /** Most transfers in one linked chain. */
    public static final int MAX_TRANSFERS = 64;

    public Posting {
        transfers = List.copyOf(transfers);
        guards = List.copyOf(guards);
        if (transfers.size() > MAX_TRANSFERS) {
            throw new IllegalArgumentException("at most " + MAX_TRANSFERS + " transfers in a chain");
        }
        if (transfers.isEmpty() && guards.isEmpty()) {
            throw new IllegalArgumentException("a posting needs transfers or guards");
        }
    }

    /** Transfers alone. */
    public static Posting of(List<Transfer> transfers) {
        UUID first = transfers.getFirst().id();
        return new Posting(first.getLeastSignificantBits(), transfers, List.of(), Riders.NONE);
    }

    /** One transfer alone. */
    public static Posting of(Transfer transfer) {
        return of(List.of(transfer));
    }
}
