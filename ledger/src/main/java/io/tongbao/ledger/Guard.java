package io.tongbao.ledger;

import io.tongbao.kernel.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A precondition on, and a change of, one row of the caller's own that commits with a posting: an order still in its
 * state, a counter below its cap, an idempotency id not used before. The row is locked for the batch; {@link #check} and
 * {@link #after} are pure and see the changes of postings before it in the same batch.
 *
 * @param <K> key of the row
 * @param <S> immutable state of the row
 */
public interface Guard<K extends Comparable<? super K>, S> {

    GuardTable<K, S> table();

    K key();

    /**
     * Decides on the row's state.
     *
     * @param state null when there is no such row
     * @param stamp the batch's stamp; its {@code ts} is the time to judge windows by
     */
    Verdict check(@Nullable S state, BatchStamp stamp);

    /**
     * The row's state after the posting; the same instance (or null for null) when it does not change. Not called when
     * the decision was Rejected or Replayed.
     */
    @Nullable
    S after(@Nullable S state, Decision decision);

    /** What a guard says of a posting. */
    sealed interface Verdict {

        /** Nothing against it. */
        record Pass() implements Verdict {}

        /** A business refusal: the posting does not apply, its riders and {@link Guard#after} may record that. */
        record Refuse(ErrorCode code, @Nullable Object detail) implements Verdict {}

        /** The request itself is wrong; nothing at all is recorded. */
        record Reject(ErrorCode code, @Nullable Object detail) implements Verdict {}

        /** The request was answered before; this is the answer. */
        record Replay(Object firstAnswer) implements Verdict {}

        Verdict PASS = new Pass();

        static Verdict refuse(ErrorCode code) {
            return new Refuse(code, null);
        }

        static Verdict reject(ErrorCode code) {
            return new Reject(code, null);
        }
    }
}
