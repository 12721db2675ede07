package io.tongbao.credential;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import java.time.Duration;

/** What came of a try. */
public sealed interface GuessResult {

    /**
     * The secret is right.
     *
     * @param newPlace whether neither device nor source had been right before
     */
    record Right(boolean newPlace) implements GuessResult {}

    /** The secret is wrong, or there is nobody who has one: nobody can tell which. */
    record Wrong() implements GuessResult {}

    /**
     * Nobody looked at the secret.
     *
     * @param after how long until the next try may be judged, at least 1 s
     */
    record Later(Duration after) implements GuessResult {}

    default boolean isRight() {
        return this instanceof Right;
    }

    /** Returns when right; refuses with {@link CredentialError#WRONG_CREDENTIAL} or {@link CredentialError#TRY_LATER}. */
    default void orRefuse() {
        switch (this) {
            case Right right -> {}
            case Wrong wrong -> throw new Refused(CredentialError.WRONG_CREDENTIAL);
            case Later(Duration after) -> throw tryLater(after);
        }
    }

    /** {@link #orRefuse()} with another code for a wrong secret. */
    default void orRefuse(ErrorCode wrong) {
        if (this instanceof Wrong) {
            throw new Refused(wrong);
        }
        orRefuse();
    }

    /** The refusal that says how long to wait. */
    static Refused tryLater(Duration after) {
        return new Refused(CredentialError.TRY_LATER, "retry after " + Math.max(1, after.toSeconds()) + " s");
    }
}
