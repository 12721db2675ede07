package io.tongbao.ledger.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a verification found.
 *
 * @param verdicts one for each invariant, in their order
 * @param counts how much was looked at, by name (transfers, batches, accounts, …)
 * @param millis how long it took
 */
public record VerifyReport(List<Verdict> verdicts, Map<String, Long> counts, long millis) {

    /**
     * @param broken rows that break the invariant, 0 when it holds; where the database counts, a lower bound
     * @param first the first of them, named; empty when it holds
     */
    public record Verdict(Invariant invariant, long broken, String first) {

        public boolean holds() {
            return broken == 0;
        }
    }

    public VerifyReport {
        verdicts = List.copyOf(verdicts);
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /** Whether every invariant holds. */
    public boolean holds() {
        return verdicts.stream().allMatch(Verdict::holds);
    }

    public Verdict verdict(Invariant invariant) {
        return verdicts.stream()
                .filter(verdict -> verdict.invariant() == invariant)
                .findFirst()
                .orElseThrow();
    }

    /** For people: a line for each invariant, then the counts. */
    public String text() {
        StringBuilder out = new StringBuilder();
        for (Verdict verdict : verdicts) {
            String name = verdict.invariant().name();
            out.append(name).append(" ".repeat(4 - name.length()));
            if (verdict.holds()) {
                out.append("holds   ").append(verdict.invariant().meaning());
            } else {
                out.append("BROKEN  ").append(verdict.first());
                if (verdict.broken() > 1) {
                    out.append(" (and ").append(verdict.broken() - 1).append(" more)");
                }
            }
            out.append('\n');
        }
        List<String> looked = new ArrayList<>();
        counts.forEach((what, count) -> looked.add(count + " " + what.replace('_', ' ')));
        return out.append(holds() ? "The books are in order: " : "THE BOOKS ARE NOT IN ORDER: ")
                .append(String.join(", ", looked))
                .append(", ")
                .append(millis)
                .append(" ms\n")
                .toString();
    }

    /** For programs: one JSON object on one line. */
    public String json() {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("holds").bool(holds());
        counts.forEach((what, count) -> json.name(what).number(count));
        json.name("millis").number(millis).name("invariants").beginArray();
        for (Verdict verdict : verdicts) {
            json.beginObject();
            json.name("invariant").string(verdict.invariant().name());
            json.name("holds").bool(verdict.holds());
            json.name("broken").number(verdict.broken());
            if (!verdict.holds()) {
                json.name("first").string(verdict.first());
            }
            json.endObject();
        }
        return json.endArray().endObject().toString();
    }
}
