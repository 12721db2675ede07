package io.tongbao.partner.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A circuit breaker over the last {@value #WINDOW} calls: opens when at least {@value #LEAST} of them were made and half went without an
 * answer, tries {@value #TRIALS} calls after a pause, and closes when these are answered. Thread-safe.
 */
final class Fuse {

    static final int WINDOW = 64;
    static final int LEAST = 20;
    static final int TRIALS = 3;
    static final Duration PAUSE = Duration.ofSeconds(5);

    /** How it stands. */
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final InstantSource clock;
    private final boolean[] failed = new boolean[WINDOW];
    private int calls;
    private int failures;
    private int next;
    private State state = State.CLOSED;
    private Instant openUntil = Instant.MIN;
    private int trialsGiven;
    private int trialsGood;

    Fuse(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether a call may be made now; takes one of the trials when half open. */
    synchronized boolean admits() {
        rest();
        return switch (state) {
            case CLOSED -> true;
            case OPEN -> false;
            case HALF_OPEN -> trialsGiven < TRIALS && ++trialsGiven > 0;
        };
    }

    /** As {@link #admits}, without taking a trial. */
    synchronized State state() {
        rest();
        return state;
    }

    synchronized void report(boolean good) {
        if (state == State.HALF_OPEN) {
            if (!good) {
                open();
            } else if (++trialsGood >= TRIALS) {
                state = State.CLOSED;
                forget();
            }
            return;
        }
        if (calls == WINDOW) {
            failures -= failed[next] ? 1 : 0;
        } else {
            calls++;
        }
        failed[next] = !good;
        failures += good ? 0 : 1;
        next = (next + 1) % WINDOW;
        if (state == State.CLOSED && calls >= LEAST && failures * 2 >= calls) {
            open();
        }
    }

    private void rest() {
        if (state == State.OPEN && !clock.instant().isBefore(openUntil)) {
            state = State.HALF_OPEN;
            trialsGiven = 0;
            trialsGood = 0;
        }
    }

    private void open() {
        state = State.OPEN;
        openUntil = clock.instant().plus(PAUSE);
        forget();
    }

    private void forget() {
        calls = 0;
        failures = 0;
        next = 0;
    }
}
