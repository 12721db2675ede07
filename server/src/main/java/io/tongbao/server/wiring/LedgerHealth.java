package io.tongbao.server.wiring;

import io.tongbao.ledger.audit.AuditResult;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** What the continuous auditor found last. A broken invariant takes the node out of service until somebody has looked. */
final class LedgerHealth implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(LedgerHealth.class);

    private final AtomicReference<@Nullable AuditResult> last = new AtomicReference<>();

    void report(AuditResult result) {
        last.set(result);
        if (!result.holds()) {
            log.error("the ledger's invariants do not hold: {}", result.broken());
        }
    }

    /** Invariants broken when last looked at. */
    int broken() {
        AuditResult result = last.get();
        return result == null ? 0 : result.broken().size();
    }

    @Override
    public Health health() {
        AuditResult result = last.get();
        return result == null || result.holds()
                ? Health.up().build()
                : Health.down().withDetail("broken", result.broken().toString()).build();
    }
}
