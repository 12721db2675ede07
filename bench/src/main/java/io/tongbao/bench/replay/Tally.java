package io.tongbao.bench.replay;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what became of rows. Thread-safe. */
final class Tally {

    private final LongAdder applied = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Map<String, LongAdder> refusedByCode = new ConcurrentHashMap<>();
    private final AtomicReference<RowResult.@Nullable Failed> failure = new AtomicReference<>();

    void add(RowResult result) {
        switch (result) {
            case RowResult.Applied() -> applied.increment();
            case RowResult.Duplicate() -> duplicates.increment();
            case RowResult.Refused(var code) -> {
                refused.increment();
                refusedByCode.computeIfAbsent(code, c -> new LongAdder()).increment();
            }
            case RowResult.Failed failed -> failure.compareAndSet(null, failed);
        }
    }

    long applied() {
        return applied.sum();
    }

    long duplicates() {
        return duplicates.sum();
    }

    long refused() {
        return refused.sum();
    }

    SortedMap<String, Long> refusedByCode() {
        SortedMap<String, Long> counts = new TreeMap<>();
        refusedByCode.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }

    /** The first row whose fate could not be decided; null when there is none. */
    RowResult.@Nullable Failed failure() {
        return failure.get();
    }
}
