package io.tongbao.ledger;

/** A row that commits with a posting. */
public record Rider<R>(RiderTable<R> table, R row) {}
