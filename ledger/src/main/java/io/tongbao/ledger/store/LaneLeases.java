package io.tongbao.ledger.store;

import io.tongbao.ledger.audit.JournalHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Who owns which lane. A claim raises the lane's token, which fences off the owner before; the database's clock decides
 * whether a lease has run out, so nodes' clocks may differ.
 */
public final class LaneLeases {

    private static final String CLAIM = """
            UPDATE ledger.lane_head
            SET owner = ?, token = token + 1, lease_until = now() + make_interval(secs => ?)
            WHERE lane = (
                SELECT lane FROM ledger.lane_head
                WHERE (lease_until < now() OR (? AND owner = ?)) AND NOT lane = ANY (?)
                ORDER BY (owner = ?) DESC, lane
                LIMIT 1
                FOR UPDATE SKIP LOCKED)
            RETURNING lane, token, seq, last_ts, hash""";
    private static final String CREATE = """
            INSERT INTO ledger.lane_head (lane, last_ts, hash, token, owner, lease_until)
            SELECT coalesce(max(lane), 0) + 1, coalesce(max(last_ts), 0), ?, 1, ?, now() + make_interval(secs => ?)
            FROM ledger.lane_head
            ON CONFLICT (lane) DO NOTHING
            RETURNING lane, token, seq, last_ts, hash""";

    private static final int CREATE_TRIES = 100;

    private final String nodeName;
    private final Duration lease;

    public LaneLeases(String nodeName, Duration lease) {
        this.nodeName = nodeName;
        this.lease = lease;
    }

    /**
     * Takes a lane: one that this node owned before its restart, else one whose lease ran out, else a new one.
     *
     * @param held lanes that this process has already
     * @param afterRestart whether lanes still leased under this node's name are its own of before
     */
    public LaneHead claim(Connection connection, Set<Integer> held, boolean afterRestart) throws SQLException {
        Optional<LaneHead> found = takeOver(connection, held, afterRestart);
        for (int i = 0; i < CREATE_TRIES && found.isEmpty(); i++) {
            found = create(connection);
        }
        return found.orElseThrow(() -> new SQLException("no lane could be claimed or created"));
    }

    private Optional<LaneHead> takeOver(Connection connection, Set<Integer> held, boolean afterRestart)
            throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setString(1, nodeName);
            claim.setDouble(2, seconds());
            claim.setBoolean(3, afterRestart);
            claim.setString(4, nodeName);
            claim.setArray(5, connection.createArrayOf("int4", held.toArray()));
            claim.setString(6, nodeName);
            return head(claim);
        }
    }

    private Optional<LaneHead> create(Connection connection) throws SQLException {
        try (PreparedStatement create = connection.prepareStatement(CREATE)) {
            create.setBytes(1, JournalHash.genesis());
            create.setString(2, nodeName);
            create.setDouble(3, seconds());
            return head(create);
        }
    }

    private static Optional<LaneHead> head(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(new LaneHead(
                            rows.getInt(1), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getBytes(5), false))
                    : Optional.empty();
        }
    }

    /** Keeps an idle lane. */
    public void renew(Connection connection, int lane, long token) throws SQLException {
        try (PreparedStatement renew =
                connection.prepareStatement("UPDATE ledger.lane_head SET lease_until = now() + make_interval(secs => ?)"
                        + " WHERE lane = ? AND token = ?")) {
            renew.setDouble(1, seconds());
            renew.setInt(2, lane);
            renew.setLong(3, token);
            if (renew.executeUpdate() != 1) {
                throw new LaneLost(lane);
            }
        }
    }

    /** Gives a lane back at a clean stop, so that another node may take it at once. */
    public void release(Connection connection, int lane, long token) throws SQLException {
        try (PreparedStatement release = connection.prepareStatement(
                "UPDATE ledger.lane_head SET lease_until = '-infinity' WHERE lane = ? AND token = ?")) {
            release.setInt(1, lane);
            release.setLong(2, token);
            release.executeUpdate();
        }
    }

    private double seconds() {
        return lease.toMillis() / 1000.0;
    }
}
