package io.tongbao.customer;

/**
 * A customer's PIN as stored.
 *
 * @param failed wrong PINs since the last right one
 * @param lockedUntilTs microseconds since 1970; 0 when never locked
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity only: a guard's state is the same instance or changed
record PinState(int keyVersion, byte[] salt, byte[] verifier, int failed, long lockedUntilTs) {

    /** Wrong PINs that are let through before the first lock. */
    static final int MAX_GUESSES = 5;

    private static final long MINUTE_MICROS = 60_000_000L;
    /** For the fifth wrong PIN in a row, the sixth, and so on; the last repeats. */
    private static final long[] LOCK_MICROS = {
        MINUTE_MICROS, 5 * MINUTE_MICROS, 30 * MINUTE_MICROS, 24 * 60 * MINUTE_MICROS
    };

    boolean lockedAt(long ts) {
        return ts < lockedUntilTs;
    }

    /** Guesses left before the next lock. */
    int guessesLeft() {
        return Math.max(1, MAX_GUESSES - failed);
    }

    PinState wrongAt(long ts) {
        int nowFailed = Math.min(failed + 1, 1_000_000);
        long until = nowFailed < MAX_GUESSES
                ? lockedUntilTs
                : ts + LOCK_MICROS[Math.min(nowFailed - MAX_GUESSES, LOCK_MICROS.length - 1)];
        return new PinState(keyVersion, salt, verifier, nowFailed, until);
    }

    /** The same instance when there is nothing to forget, so that a right PIN costs no write. */
    PinState right() {
        return failed == 0 ? this : new PinState(keyVersion, salt, verifier, 0, 0);
    }

    /** The same PIN under another version of the key; nothing is left of wrong guesses. */
    PinState madeAnew(int version, byte[] freshVerifier) {
        return new PinState(version, salt, freshVerifier, 0, 0);
    }

    /** Without salt and verifier. */
    @Override
    public String toString() {
        return "PinState[failed " + failed + "]";
    }
}
