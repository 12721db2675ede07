package io.tongbao.payment;

import io.tongbao.ledger.Rider;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a posting comes to, once its fate is known.
 *
 * @param view the object after it; null when there is none
 * @param objectId what the request made or changed
 * @param order the order's new state; null when it stays
 * @param agreement the agreement's new state; null when it stays
 */
record Conclusion<V>(
        @Nullable V view,
        @Nullable UUID objectId,
        @Nullable Order order,
        @Nullable Agreement agreement,
        List<Rider<?>> riders) {

    /** Refused and nothing changed. */
    static <V> Conclusion<V> unchanged(@Nullable V view, @Nullable UUID objectId) {
        return new Conclusion<>(view, objectId, null, null, List.of());
    }
}
