package io.tongbao.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A table of the caller's own whose rows commit together with a posting. One instance per table, shared by all riders.
 *
 * @param <R> a row
 */
public interface RiderTable<R> {

    /** Orders the writes of one batch, so that two lanes never wait for each other crosswise; unique. */
    String name();

    /**
     * Writes all rows of one batch in one go (COPY or arrays, never row by row). Must not commit, and must not block on
     * anything but the database. A constraint violation fails the batch; the ledger then finds and cuts out the culprit.
     */
    void write(Connection connection, List<R> rows) throws SQLException;
}
