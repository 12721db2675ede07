package io.tongbao.bank.iso8583.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last hundred thousand transmissions, over all connections of a face. Thread-safe. */
final class SeenTransmissions {

    private static final int MOST = 100_000;

    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    /** Whether this one is new. */
    synchronized boolean add(String transmission) {
        return seen.put(transmission, true) == null;
    }
}
