package io.tongbao.payment;

import io.tongbao.payment.state.PaymentState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which payments to list, newest first.
 *
 * @param states empty for all
 * @param kinds empty for all
 * @param fromTs created at or after, microseconds since 1970
 * @param toTs created before, microseconds since 1970
 * @param minAmountMinor least amount
 * @param maxAmountMinor greatest amount
 * @param cursor of the page before; null for the first
 * @param limit 1 to 200
 */
public record PaymentFilter(
        Set<PaymentState> states,
        Set<PaymentKind> kinds,
        long fromTs,
        long toTs,
        long minAmountMinor,
        long maxAmountMinor,
        @Nullable String cursor,
        int limit) {

    public static final int MAX_LIMIT = 200;

    public PaymentFilter {
        states = Set.copyOf(states);
        kinds = Set.copyOf(kinds);
        Fields.between("limit", limit, 1, MAX_LIMIT);
    }

    /** Everything, this many at a time. */
    public static PaymentFilter all(int limit) {
        return new PaymentFilter(Set.of(), Set.of(), 0, Long.MAX_VALUE, 0, Long.MAX_VALUE, null, limit);
    }

    /** The same filter, continued after a page. */
    public PaymentFilter after(@Nullable String nextCursor) {
        return new PaymentFilter(states, kinds, fromTs, toTs, minAmountMinor, maxAmountMinor, nextCursor, limit);
    }
}
