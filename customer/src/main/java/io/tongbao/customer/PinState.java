package io.tongbao.customer;

import io.tongbao.credential.GuessPolicies;
import io.tongbao.credential.guess.GuessDecision;
import io.tongbao.credential.guess.GuessPolicy;
import io.tongbao.credential.guess.GuessState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer's PIN as stored, with the wrong guesses that count against it: those of each place where it was right before, and
 * those of all strangers together. Pure.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity only: a guard's state is the same instance or changed
record PinState(int keyVersion, byte[] salt, byte[] verifier, GuessState strangers, List<PinPlace> places) {

    /** Five wrong ones, then locks of 1, 5, 30 minutes and a day; one is forgiven each day. */
    static final GuessPolicy POLICY = GuessPolicies.SECRET;

    /** Wrong PINs that are let through before the first lock. */
    static final int MAX_GUESSES = POLICY.free();

    PinState {
        places = List.copyOf(places);
    }

    PinState(int keyVersion, byte[] salt, byte[] verifier, int failed, long lockedUntilTs) {
        this(keyVersion, salt, verifier, new GuessState(failed, lockedUntilTs, 0), List.of());
    }

    /** Wrong guesses of strangers that are neither forgiven nor forgotten. */
    int failed() {
        return strangers.counted();
    }

    boolean lockedAt(long ts, long place) {
        return POLICY.decide(guesses(place), ts) instanceof GuessDecision.Refuse;
    }

    /** Guesses left before the next lock. */
    int guessesLeft(long ts, long place) {
        return POLICY.left(guesses(place), ts);
    }

    PinState wrongAt(long ts, long place) {
        return with(place, POLICY.wrong(guesses(place), ts));
    }

    /** The same instance when there is nothing to forget or to learn, so that a right PIN costs no write. */
    PinState right(long place) {
        if (place == PinPlace.NOWHERE || find(place) != null) {
            return guesses(place).counted() == 0 ? this : with(place, GuessState.NONE);
        }
        List<PinPlace> more = new ArrayList<>(places.size() + 1);
        more.addAll(places.size() < PinPlace.MOST ? places : places.subList(1, places.size()));
        more.add(new PinPlace(place, GuessState.NONE));
        return new PinState(keyVersion, salt, verifier, GuessState.NONE, more);
    }

    /** The same PIN under another version of the key. */
    PinState madeAnew(int version, byte[] freshVerifier, long place) {
        PinState right = right(place);
        return new PinState(version, salt, freshVerifier, right.strangers, right.places);
    }

    private GuessState guesses(long place) {
        PinPlace known = find(place);
        return known == null ? strangers : known.guesses();
    }

    private @Nullable PinPlace find(long place) {
        for (PinPlace known : places) {
            if (known.key() == place) {
                return known;
            }
        }
        return null;
    }

    private PinState with(long place, GuessState guesses) {
        if (find(place) == null) {
            return new PinState(keyVersion, salt, verifier, guesses, places);
        }
        List<PinPlace> changed = places.stream()
                .map(known -> known.key() == place ? new PinPlace(place, guesses) : known)
                .toList();
        return new PinState(keyVersion, salt, verifier, strangers, changed);
    }

    /** Without salt and verifier. */
    @Override
    public String toString() {
        return "PinState[failed " + failed() + "]";
    }
}
