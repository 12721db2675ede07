package io.tongbao.credential.guess;

/**
 * The buckets that judge one kind of secret. A guess from a place that has been right before (a known device, or a known
 * source when there is none) is counted in that place's own bucket and nowhere else; all strangers share the others, and
 * each of these has to let them through.
 *
 * @param own one target, one known place; forgotten when a guess is right
 * @param channel one target, one channel, all strangers
 * @param target one target, all channels, all strangers
 * @param source one source, whatever its targets
 * @param shared one of {@link #SHARES} shares of what all strangers have together on all targets; a budget without delays
 */
public record KindPolicy(
        GuessPolicy own, GuessPolicy channel, GuessPolicy target, GuessPolicy source, GuessPolicy shared) {

    /** The budget over all targets is split by target, so that no single row is everybody's. */
    public static final int SHARES = 16;

    public KindPolicy {
        if (!shared.delays().isEmpty()) {
            throw new IllegalArgumentException("what all targets share throttles, it never locks");
        }
    }
}
