package io.tongbao.testkit;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Randomness a failed test can repeat: put {@link #toString()} into the assertion's description and pass the seed again with
 * {@code -Dtongbao.seed=…}. Not thread-safe.
 */
public final class SeededRandom implements RandomGenerator {

    private final long seed;
    private final SplittableRandom random;

    public SeededRandom(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** The seed of {@code -Dtongbao.seed} when given, else the test's own. */
    public static SeededRandom orElse(long defaultSeed) {
        return new SeededRandom(Long.getLong("tongbao.seed", defaultSeed));
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    public long seed() {
        return seed;
    }

    @Override
    public String toString() {
        return "seed " + seed + " (repeat with -Dtongbao.seed=" + seed + ")";
    }
}
