package io.tongbao.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * The place of one named consumer in the events. Any number of nodes may poll for the same consumer: one of them gets a
 * page, the others get nothing meanwhile. What the handler writes on its connection commits together with the cursor, so
 * such work is done exactly once; work elsewhere is done at least once.
 */
public final class EventCursor {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,62}");
    private static final String CREATE =
            "INSERT INTO outbox.cursor (consumer) VALUES (?) ON CONFLICT (consumer) DO NOTHING";
    private static final String LOCK =
            "SELECT last_xid::text, last_seq FROM outbox.cursor WHERE consumer = ? FOR UPDATE SKIP LOCKED";
    private static final String READ = """
            SELECT xid::text, seq, id, type, subject_id, owner_id, ts, payload
            FROM outbox.event
            WHERE (xid, seq) > (?::xid8, ?) AND xid < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY xid, seq
            LIMIT ?""";
    private static final String ADVANCE =
            "UPDATE outbox.cursor SET last_xid = ?::xid8, last_seq = ? WHERE consumer = ?";

    private final DataSource dataSource;
    private final String consumer;

    /**
     * Work on one page of events.
     */
    @FunctionalInterface
    public interface Handler {

        /**
         * Handles events in order, at least one. May write on the connection, must not commit; an exception leaves the
         * cursor where it was.
         */
        void handle(Connection connection, List<Event> events) throws SQLException;
    }

    /**
     * @param consumer lower-case name, at most 63 characters; a new one starts with the oldest event still kept
     */
    public EventCursor(DataSource dataSource, String consumer) {
        if (!NAME.matcher(consumer).matches()) {
            throw new IllegalArgumentException("name of a consumer: " + consumer);
        }
        this.dataSource = dataSource;
        this.consumer = consumer;
    }

    /**
     * Hands the next events to the handler and moves on, in one transaction.
     *
     * @param max most events at once, 1 to 10,000
     * @return how many were handled; 0 when there are none or another node is at it
     */
    public int poll(int max, Handler handler) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                int handled = handlePage(connection, max, handler);
                connection.commit();
                done = true;
                return handled;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        }
    }

    private int handlePage(Connection connection, int max, Handler handler) throws SQLException {
        String lastXid;
        long lastSeq;
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setString(1, consumer);
            try (ResultSet row = lock.executeQuery()) {
                if (!row.next()) {
                    // Held by another node, or not there yet: then it is by the next poll.
                    create(connection);
                    return 0;
                }
                lastXid = row.getString(1);
                lastSeq = row.getLong(2);
            }
        }
        List<Event> events = new ArrayList<>();
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, lastXid);
            read.setLong(2, lastSeq);
            read.setInt(3, max);
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    lastXid = rows.getString(1);
                    lastSeq = rows.getLong(2);
                    events.add(new Event(
                            rows.getObject(3, UUID.class),
                            rows.getString(4),
                            rows.getObject(5, UUID.class),
                            rows.getObject(6, UUID.class),
                            rows.getLong(7),
                            rows.getBytes(8)));
                }
            }
        }
        if (events.isEmpty()) {
            return 0;
        }
        handler.handle(connection, events);
        try (PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
            advance.setString(1, lastXid);
            advance.setLong(2, lastSeq);
            advance.setString(3, consumer);
            advance.executeUpdate();
        }
        return events.size();
    }

    private void create(Connection connection) throws SQLException {
        try (PreparedStatement create = connection.prepareStatement(CREATE)) {
            create.setString(1, consumer);
            create.executeUpdate();
        }
    }
}
