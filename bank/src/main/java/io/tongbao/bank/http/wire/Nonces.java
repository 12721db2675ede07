package io.tongbao.bank.http.wire;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/** The nonces seen while a message that bears one could still be believed. Bounded; when full, nothing more is believed. Thread-safe. */
final class Nonces {

    private static final int MOST = 500_000;

    private record Seen(String nonce, long untilMillis) {}

    private final InstantSource clock;
    private final long keptMillis;
    private final Set<String> nonces = new HashSet<>();
    private final ArrayDeque<Seen> oldestFirst = new ArrayDeque<>();

    Nonces(InstantSource clock, Duration kept) {
        this.clock = clock;
        this.keptMillis = kept.toMillis();
    }

    synchronized boolean firstTime(String nonce) {
        long now = clock.millis();
        Seen oldest = oldestFirst.peek();
        while (oldest != null && oldest.untilMillis() < now) {
            nonces.remove(oldest.nonce());
            oldestFirst.poll();
            oldest = oldestFirst.peek();
        }
        if (nonces.size() >= MOST || !nonces.add(nonce)) {
            return false;
        }
        oldestFirst.add(new Seen(nonce, now + keptMillis));
        return true;
    }
}
