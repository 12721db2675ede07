package io.tongbao.staff.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking the trail.
 *
 * @param entries read
 * @param seals compared
 * @param firstBroken the first fault, naming its entry; null when the chain is intact
 */
public record AuditReport(
        long entries, long seals, @Nullable String firstBroken) {

    public boolean holds() {
        return firstBroken == null;
    }

    public Optional<String> fault() {
        return Optional.ofNullable(firstBroken);
    }

    /** One line for people. */
    public String text() {
        String counts = "audit trail: " + entries + " entries, " + seals + " seals: ";
        return counts + (firstBroken == null ? "intact" : "BROKEN: " + firstBroken);
    }
}
