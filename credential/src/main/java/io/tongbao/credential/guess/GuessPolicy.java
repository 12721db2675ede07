package io.tongbao.credential.guess;

import java.time.Duration;
import java.util.List;

/**
 * A bucket of guesses: the first few are free, each further wrong one locks for longer, and time forgives slowly. Without
 * delays it is a budget: when it is used up, one more is let through each time one is forgiven.
 *
 * @param free wrong guesses until the first lock, 1 to 1,000,000; the {@code free}-th one locks
 * @param delays how long the first lock lasts, the second, and so on, each 1 s to 30 days; the last repeats; may be empty
 * @param forgivesOneEach how long until one counted guess is forgotten, 1 ms to 365 days. At least the last delay, or
 *     waiting would be quicker than the lock
 */
public record GuessPolicy(int free, List<Duration> delays, Duration forgivesOneEach) {

    /** Enough to be locked for as long as it gets under every policy in use, and small enough never to overflow. */
    private static final int MOST_COUNTED = 1_000_000;

    private static final int MOST_STEPS = 10_000_000;

    public GuessPolicy {
        delays = List.copyOf(delays);
        if (free < 1 || free > MOST_COUNTED) {
            throw new IllegalArgumentException("1 to 1,000,000 guesses are free");
        }
        for (Duration delay : delays) {
            if (delay.toSeconds() < 1 || delay.toDays() > 30) {
                throw new IllegalArgumentException("a lock lasts 1 s to 30 days");
            }
        }
        if (forgivesOneEach.toMillis() < 1 || forgivesOneEach.toDays() > 365) {
            throw new IllegalArgumentException("a guess is forgiven after 1 ms to 365 days");
        }
        if (!delays.isEmpty() && forgivesOneEach.compareTo(delays.getLast()) < 0) {
            throw new IllegalArgumentException("forgiving is not quicker than the longest lock");
        }
    }

    /** Whether one more guess may be judged at {@code nowTs} (microseconds since 1970). */
    public GuessDecision decide(GuessState state, long nowTs) {
        if (nowTs < state.lockedUntilTs()) {
            return new GuessDecision.Refuse(state.lockedUntilTs());
        }
        GuessState left = forgiven(state, nowTs);
        return delays.isEmpty() && left.counted() >= free
                ? new GuessDecision.Refuse(left.sinceTs() + eachMicros())
                : new GuessDecision.Admit();
    }

    /** Counts one guess as wrong, before or after it was judged. */
    public GuessState wrong(GuessState state, long nowTs) {
        GuessState left = forgiven(state, nowTs);
        int counted = Math.min(left.counted() + 1, MOST_COUNTED);
        long since = left.counted() == 0 ? nowTs : left.sinceTs();
        long locked = counted < free || delays.isEmpty() ? left.lockedUntilTs() : nowTs + delayMicros(counted);
        return new GuessState(counted, locked, since);
    }

    /** Takes back one guess that was counted in advance and turned out right, and the lock it would have brought. */
    public GuessState giveBack(GuessState state, long nowTs) {
        GuessState left = forgiven(state, nowTs);
        return left.counted() <= 1 ? GuessState.NONE : new GuessState(left.counted() - 1, 0, left.sinceTs());
    }

    /** Whether counting one more at {@code nowTs} brings a lock or uses a budget up. */
    public boolean locksNext(GuessState state, long nowTs) {
        return forgiven(state, nowTs).counted() + 1 >= free;
    }

    /** Guesses that may still be wrong before the next lock, at least 1. */
    public int left(GuessState state, long nowTs) {
        return Math.max(1, free - forgiven(state, nowTs).counted());
    }

    /** The most wrong guesses that anybody gets within {@code span} from a bucket that was empty at its beginning. */
    public long most(Duration span) {
        long end = span.toNanos() / 1_000;
        long now = 0;
        long admitted = 0;
        GuessState state = GuessState.NONE;
        for (int step = 0; step < MOST_STEPS && now <= end; step++) {
            switch (decide(state, now)) {
                case GuessDecision.Admit admit -> {
                    admitted++;
                    state = wrong(state, now);
                }
                case GuessDecision.Refuse(long until) -> now = until;
            }
        }
        return admitted;
    }

    /** Wrong guesses that still count at {@code nowTs}. */
    public int standing(GuessState state, long nowTs) {
        return forgiven(state, nowTs).counted();
    }

    private GuessState forgiven(GuessState state, long nowTs) {
        if (state.counted() == 0) {
            return state;
        }
        // A clock that went back forgives nothing.
        long forgiven = Math.max(0, nowTs - state.sinceTs()) / eachMicros();
        if (forgiven == 0) {
            return state;
        }
        return forgiven >= state.counted()
                ? new GuessState(0, state.lockedUntilTs(), nowTs)
                : new GuessState(
                        state.counted() - (int) forgiven,
                        state.lockedUntilTs(),
                        state.sinceTs() + forgiven * eachMicros());
    }

    private long delayMicros(int counted) {
        return delays.get(Math.min(counted - free, delays.size() - 1)).toNanos() / 1_000;
    }

    private long eachMicros() {
        return forgivesOneEach.toNanos() / 1_000;
    }
}
