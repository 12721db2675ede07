package io.tongbao.credential.guess;

/**
 * What one bucket remembers.
 *
 * @param counted wrong guesses that are neither forgiven nor forgotten; guesses under way count as wrong
 * @param lockedUntilTs microseconds since 1970; nothing is let through before; 0 when never locked
 * @param sinceTs microseconds since 1970 from which time forgives; meaningless when nothing is counted
 */
public record GuessState(int counted, long lockedUntilTs, long sinceTs) {

    /** Nothing counted, nothing locked. */
    public static final GuessState NONE = new GuessState(0, 0, 0);

    public GuessState {
        if (counted < 0) {
            throw new IllegalArgumentException("a bucket counts from 0");
        }
    }
}
