package io.tongbao.bank.file.format;

import java.time.Instant;
import java.util.List;

/**
 * The bank's answer to one batch; count, total and digest were checked when it was read, and no instruction stands in it twice.
 *
 * @param totalMinor over all rows, whatever came of them
 */
public record BatchResult(String batch, BatchGroup group, Instant madeAt, long totalMinor, List<ResultRow> rows) {
    public BatchResult {
        rows = List.copyOf(rows);
    }
}
