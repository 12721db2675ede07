package io.tongbao.credential;

/**
 * Who wants to know what happens to credentials: customers and staff implement it to notify and to keep an audit trail.
 * Called after the change is committed, on the caller's thread; must be quick and must not throw.
 */
@FunctionalInterface
public interface SecurityEvents {

    void happened(SecurityEvent event);

    /** Tells nobody. */
    static SecurityEvents nobody() {
        return event -> {};
    }
}
