package io.tongbao.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A table of the caller's own whose rows guard postings. One instance per table, shared by all its guards. Guards are
 * locked in (table name, key) order, after the accounts.
 */
public interface GuardTable<K extends Comparable<? super K>, S> {

    /** Orders the locking; unique over all guard tables. */
    String name();

    /**
     * Locks and reads the rows of these keys, in key order, in one statement. Keys without a row are absent from the
     * answer. Must not commit.
     *
     * @param keys sorted, distinct, not empty
     */
    Map<K, S> lock(Connection connection, List<K> keys) throws SQLException;

    /**
     * Writes the changed rows in one go: new ones inserted, known ones updated. A guard table whose rows are only ever
     * inserted may use COPY.
     *
     * @param inserted rows that were absent when locked
     * @param updated rows that were there and changed
     */
    void store(Connection connection, Map<K, S> inserted, Map<K, S> updated) throws SQLException;
}
