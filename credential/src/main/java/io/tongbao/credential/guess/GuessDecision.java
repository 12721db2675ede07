package io.tongbao.credential.guess;

/** Whether a guess may be judged now. */
public sealed interface GuessDecision {

    /** It may; whoever judges it counts it first ({@link GuessPolicy#wrong}) or under the same lock. */
    record Admit() implements GuessDecision {}

    /**
     * It may not, and nobody looks at the secret.
     *
     * @param untilTs microseconds since 1970, when the next one may
     */
    record Refuse(long untilTs) implements GuessDecision {}
}
