package io.tongbao.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until the test turns it. Thread-safe. */
public final class FakeClock implements InstantSource {

    /** Where a clock starts unless told otherwise: 2026-03-01T02:03:04.005006Z. */
    public static final Instant START = Instant.parse("2026-03-01T02:03:04.005006Z");

    private Instant now;

    public FakeClock() {
        this(START);
    }

    public FakeClock(Instant start) {
        this.now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Moves forward and returns the new time. */
    public synchronized Instant advance(Duration by) {
        now = now.plus(by);
        return now;
    }

    public synchronized void set(Instant time) {
        now = time;
    }
}
