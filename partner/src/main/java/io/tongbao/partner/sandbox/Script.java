package io.tongbao.partner.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox partner does to which call: first what was ordered for the next calls of an operation, then by odds. Thread-safe. The odds
 * are drawn from a seed, so a run can be had again as far as its order of calls is the same.
 */
public final class Script {

    /** One trick with its odds, out of a million calls. */
    public record Odds(String operation, Trick trick, int perMillion) {}

    private record Ordered(String operation, Trick trick) {}

    private static final int MILLION = 1_000_000;
    private static final int MOST_ORDERED = 100_000;

    private final ArrayDeque<Ordered> ordered = new ArrayDeque<>();
    private List<Odds> odds = List.of();
    private SplittableRandom random;

    public Script(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /**
     * The next {@code times} calls of this operation get this trick, after those ordered before.
     *
     * @param operation the partner's name for it, or {@code *} for any
     */
    public synchronized void next(String operation, Trick trick, int times) {
        if (times < 1 || ordered.size() + times > MOST_ORDERED) {
            throw new IllegalArgumentException("1 to " + MOST_ORDERED + " tricks");
        }
        for (int i = 0; i < times; i++) {
            ordered.add(new Ordered(operation, trick));
        }
    }

    /** From now on by these odds, which together are a million at most for any one operation. */
    public synchronized void odds(List<Odds> all, long seed) {
        odds = List.copyOf(all);
        random = new SplittableRandom(seed);
    }

    /** Behaves from now on. */
    public synchronized void clear() {
        ordered.clear();
        odds = List.of();
    }

    /** What to do to this call. */
    public synchronized Trick draw(String operation) {
        @Nullable
        Ordered found = ordered.stream()
                .filter(each ->
                        each.operation().equals(operation) || each.operation().equals("*"))
                .findFirst()
                .orElse(null);
        if (found != null) {
            ordered.remove(found);
            return found.trick();
        }
        if (odds.isEmpty()) {
            return Trick.NONE;
        }
        int drawn = random.nextInt(MILLION);
        List<Odds> fitting = new ArrayList<>();
        for (Odds each : odds) {
            if (each.operation().equals(operation) || each.operation().equals("*")) {
                fitting.add(each);
            }
        }
        for (Odds each : fitting) {
            drawn -= each.perMillion();
            if (drawn < 0) {
                return each.trick();
            }
        }
        return Trick.NONE;
    }
}
