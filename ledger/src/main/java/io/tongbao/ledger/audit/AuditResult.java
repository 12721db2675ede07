package io.tongbao.ledger.audit;

import java.util.List;

/**
 * What one run of the {@link ContinuousAuditor} found.
 *
 * @param batches newly checked
 * @param transfers newly checked
 * @param batchesBehind batches that are left for the next run
 * @param unbalancedLedgers ledgers whose debits and credits differ, posted or pending
 * @param overdrafts accounts beyond their limit
 * @param broken invariants that are broken, each with its first offending row
 * @param brokenSinceStart runs that found anything broken, this one included
 * @param millis how long it took
 */
public record AuditResult(
        long batches,
        long transfers,
        long batchesBehind,
        long unbalancedLedgers,
        long overdrafts,
        List<VerifyReport.Verdict> broken,
        long brokenSinceStart,
        long millis) {

    public AuditResult {
        broken = List.copyOf(broken);
    }

    /** Whether this run found everything in order. */
    public boolean holds() {
        return broken.isEmpty();
    }
}
