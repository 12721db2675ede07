package io.tongbao.kernel;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Source of time-ordered identifiers, UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits.
 * Time order keeps indexes local; randomness keeps ids unguessable. Thread-safe when its generator is.
 */
public final class Ids {

    private final InstantSource clock;
    private final RandomGenerator random;

    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Ids for production: the given clock and a cryptographic generator. */
    public static Ids secure(InstantSource clock) {
        return new Ids(clock, new SecureRandom());
    }

    public UUID next() {
        long millis = clock.millis();
        long high = (millis << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
