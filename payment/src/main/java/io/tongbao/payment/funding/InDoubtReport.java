package io.tongbao.payment.funding;

import java.util.List;

/** What is in doubt now, or being taken back. */
public record InDoubtReport(List<Line> lines) {

    /**
     * One partner's.
     *
     * @param oldestSeconds age of the oldest, since it was instructed
     */
    public record Line(String partner, long count, long amountMinor, long oldestSeconds) {}

    public InDoubtReport {
        lines = List.copyOf(lines);
    }

    public long count() {
        return lines.stream().mapToLong(Line::count).sum();
    }

    /** Age of the oldest of all, seconds; 0 when there is none. */
    public long oldestSeconds() {
        return lines.stream().mapToLong(Line::oldestSeconds).max().orElse(0);
    }
}
