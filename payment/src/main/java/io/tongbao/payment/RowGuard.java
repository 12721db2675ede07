package io.tongbao.payment;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row that must exist, judged by a use case and changed by its conclusion. It notes the state it was asked about, which is
 * what the posting concludes from; a batch that is run again asks again.
 */
final class RowGuard<K extends Comparable<? super K>, S> implements Guard<K, S> {

    private final GuardTable<K, S> table;
    private final K key;
    private final ErrorCode missing;
    private final Judge<S> judge;
    private final Function<Decision, @Nullable S> changed;
    private @Nullable S seen;

    /** What a use case thinks of a row. */
    @FunctionalInterface
    interface Judge<S> {
        Guard.Verdict of(S state, BatchStamp stamp);
    }

    /**
     * @param missing rejects the posting when there is no such row
     * @param changed the row afterwards; null when it stays as it is
     */
    RowGuard(
            GuardTable<K, S> table, K key, ErrorCode missing, Judge<S> judge, Function<Decision, @Nullable S> changed) {
        this.table = table;
        this.key = key;
        this.missing = missing;
        this.judge = judge;
        this.changed = changed;
    }

    /** The row as it was when judged. */
    S seen() {
        S state = seen;
        if (state == null) {
            throw new IllegalStateException("the row was not judged");
        }
        return state;
    }

    @Override
    public GuardTable<K, S> table() {
        return table;
    }

    @Override
    public K key() {
        return key;
    }

    @Override
    public Verdict check(@Nullable S state, BatchStamp stamp) {
        seen = state;
        return state == null ? Verdict.reject(missing) : judge.of(state, stamp);
    }

    @Override
    public @Nullable S after(@Nullable S state, Decision decision) {
        @Nullable S next = changed.apply(decision);
        return next != null ? next : state;
    }
}
