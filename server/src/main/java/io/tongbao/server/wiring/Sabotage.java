package io.tongbao.server.wiring;

import io.tongbao.kernel.Mode;
import io.tongbao.server.settings.StartRefused;

/** What a sandbox can be made to do wrong on purpose, so that an attack or a check can show that it would notice. */
enum Sabotage {
    /** {@code -Dtongbao.sabotage=lockout}: no guess counts, at no secret. */
    OF_LOCKOUT("lockout");

    private static final String PROPERTY = "tongbao.sabotage";

    private final String word;

    Sabotage(String word) {
        this.word = word;
    }

    /** Whether it was asked for; refuses to start anything but a sandbox with it. */
    boolean isOn(Mode mode) {
        if (!word.equals(System.getProperty(PROPERTY))) {
            return false;
        }
        if (mode != Mode.SANDBOX) {
            throw new StartRefused(PROPERTY + " is for sandboxes; start without it.");
        }
        return true;
    }
}
