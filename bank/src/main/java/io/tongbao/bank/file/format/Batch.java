package io.tongbao.bank.file.format;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What goes to the bank in one file. The same batch always makes the same bytes.
 *
 * @param name unique at the bank for ever, 1 to 35 characters: the file's name without its end, and its message id
 * @param day the bank's day
 * @param cutAt whole seconds
 */
public record Batch(String name, LocalDate day, Instant cutAt, BatchGroup group, OurAccount us, List<BatchRow> rows) {

    /** Most rows a file may have. */
    public static final int MOST_ROWS = 100_000;

    public Batch {
        rows = List.copyOf(rows);
        cutAt = cutAt.truncatedTo(ChronoUnit.SECONDS);
        if (rows.isEmpty() || rows.size() > MOST_ROWS) {
            throw new IllegalArgumentException("a batch has 1 to " + MOST_ROWS + " rows");
        }
    }

    /** Sum of all rows, minor units. */
    public long totalMinor() {
        long total = 0;
        for (BatchRow row : rows) {
            total = Math.addExact(total, row.amountMinor());
        }
        return total;
    }
}
