package io.tongbao.bench.attack;

/**
 * What came of guessing at one kind of secret.
 *
 * @param admitted guesses that somebody judged
 * @param policyMax the most that may be judged in the time it took
 * @param known response times for people who exist
 * @param unknown and for people who do not
 */
record GuessResults(String kind, long sent, long admitted, long policyMax, Times known, Times unknown) {

    boolean withinPolicy() {
        return admitted <= policyMax;
    }

    boolean mediansWithinNoise() {
        return known.isLike(unknown);
    }
}
