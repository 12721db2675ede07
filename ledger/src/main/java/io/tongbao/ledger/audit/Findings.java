package io.tongbao.ledger.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects what is broken, the first of each invariant by name, and counts what was looked at. */
final class Findings {

    private static final long PROGRESS_NANOS = 2_000_000_000L;

    private final Map<Invariant, String> first = new EnumMap<>(Invariant.class);
    private final Map<Invariant, Long> broken = new EnumMap<>(Invariant.class);
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Progress progress;
    private final long startedNanos = System.nanoTime();
    private long toldNanos = startedNanos;

    Findings(Progress progress) {
        this.progress = progress;
    }

    void broken(Invariant invariant, Supplier<String> what) {
        broken(invariant, 1, what);
    }

    void broken(Invariant invariant, long rows, Supplier<String> what) {
        broken.merge(invariant, rows, Long::sum);
        if (!first.containsKey(invariant)) {
            first.put(invariant, what.get());
        }
    }

    void count(String what, long n) {
        counts.merge(what, n, Long::sum);
    }

    void progress(String step, long done, long total) {
        long now = System.nanoTime();
        if (now - toldNanos >= PROGRESS_NANOS) {
            toldNanos = now;
            progress.at(step, done, total);
        }
    }

    VerifyReport report() {
        List<VerifyReport.Verdict> verdicts = new ArrayList<>();
        for (Invariant invariant : Invariant.values()) {
            verdicts.add(new VerifyReport.Verdict(
                    invariant, broken.getOrDefault(invariant, 0L), first.getOrDefault(invariant, "")));
        }
        return new VerifyReport(verdicts, counts, (System.nanoTime() - startedNanos) / 1_000_000L);
    }
}
