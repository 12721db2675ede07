package io.tongbao.bench.replay;

/** What became of a row. */
sealed interface RowResult {

    /** Money moved now. */
    record Applied() implements RowResult {}

    /** An earlier run had the row already. */
    record Duplicate() implements RowResult {}

    /** Refused for a reason of the row's own. */
    record Refused(String code) implements RowResult {}

    /** Neither: the database was lost, the ledger was full. The replay stops there and goes on in the next run. */
    record Failed(long row, String code) implements RowResult {}

    RowResult APPLIED = new Applied();
    RowResult DUPLICATE = new Duplicate();
}
