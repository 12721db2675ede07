package io.tongbao.outbox;

import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Where events are written, in the caller's own transaction. */
public final class EventLog {

    // One buffer for each lane of the ledger, which are the writers; it grows to the largest batch and stays.
    private static final ThreadLocal<CopyRows> ROWS = ThreadLocal.withInitial(() -> new CopyRows(6));

    private static final String DELETE_OLD = """
            DELETE FROM outbox.event e USING (
                SELECT o.xid, o.seq FROM outbox.event o
                WHERE o.ts < ?
                  AND NOT EXISTS (
                      SELECT 1 FROM outbox.cursor c WHERE (c.last_xid, c.last_seq) < (o.xid, o.seq))
                ORDER BY o.xid, o.seq
                LIMIT ?) old
            WHERE e.xid = old.xid AND e.seq = old.seq""";

    private EventLog() {}

    /** Writes all events by one COPY, in order. Does not commit. */
    public static void append(Connection connection, List<Event> events) throws SQLException {
        CopyRows rows = ROWS.get();
        rows.clear();
        for (Event event : events) {
            rows.row()
                    .uuid(event.id())
                    .uuid(event.subjectId())
                    .uuid(event.ownerId())
                    .bigint(event.ts())
                    .text(event.type())
                    .bytea(event.jsonPayload());
        }
        rows.copyInto(connection, "outbox.event", "id, subject_id, owner_id, ts, type, payload");
    }

    /**
     * Drops events older than {@code beforeTs} that every consumer has passed, oldest first, at most {@code most}. Does not
     * commit.
     *
     * @param beforeTs microseconds since 1970
     * @return how many were dropped; call again while it is {@code most}
     */
    public static int deleteOld(Connection connection, long beforeTs, int most) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE_OLD)) {
            delete.setLong(1, beforeTs);
            delete.setInt(2, most);
            return delete.executeUpdate();
        }
    }
}
