package io.tongbao.customer.challenge;

import io.tongbao.kernel.Currency;
import io.tongbao.ledger.GuardTable;
import io.tongbao.postgres.ArrayParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Challenges, locked while a posting proves or uses one. */
final class ChallengeTable implements GuardTable<UUID, Challenge> {

    static final ChallengeTable INSTANCE = new ChallengeTable();

    static final String COLUMNS = """
            id, customer_id, purpose, needed, proven, state, amount_minor, currency, payee_account_id, shown, approval,
            maker_id, checker_id, expires_ts""";

    private static final String LOCK =
            "SELECT " + COLUMNS + " FROM customer.challenge WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE";
    private static final String UPDATE = """
            UPDATE customer.challenge c
            SET proven = u.proven, state = u.state, maker_id = u.maker_id, checker_id = u.checker_id
            FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::uuid[], ?::uuid[])
                AS u (id, proven, state, maker_id, checker_id)
            WHERE c.id = u.id""";

    private ChallengeTable() {}

    @Override
    public String name() {
        return "customer.challenge";
    }

    @Override
    public Map<UUID, Challenge> lock(Connection connection, List<UUID> keys) throws SQLException {
        Map<UUID, Challenge> states = HashMap.newHashMap(keys.size());
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            ArrayParameters.setUuids(lock, 1, keys.toArray(UUID[]::new));
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    Challenge challenge = read(rows);
                    states.put(challenge.id(), challenge);
                }
            }
        }
        return states;
    }

    @Override
    public void store(Connection connection, Map<UUID, Challenge> inserted, Map<UUID, Challenge> updated)
            throws SQLException {
        if (!inserted.isEmpty()) {
            throw new IllegalStateException("challenges are opened before they are proven");
        }
        int count = updated.size();
        UUID[] ids = new UUID[count];
        short[] proven = new short[count];
        short[] states = new short[count];
        @Nullable UUID[] makers = new UUID[count];
        @Nullable UUID[] checkers = new UUID[count];
        int i = 0;
        for (Challenge challenge : updated.values()) {
            ids[i] = challenge.id();
            proven[i] = (short)
                    challenge.proven().stream().mapToInt(ProofFactor::bit).sum();
            states[i] = (short) challenge.state().number();
            makers[i] = challenge.makerId();
            checkers[i] = challenge.checkerId();
            i++;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            ArrayParameters.setUuids(update, 1, ids);
            ArrayParameters.setSmallints(update, 2, proven);
            ArrayParameters.setSmallints(update, 3, states);
            ArrayParameters.setUuids(update, 4, makers);
            ArrayParameters.setUuids(update, 5, checkers);
            update.executeUpdate();
        }
    }

    /** From {@link #COLUMNS}. */
    static Challenge read(ResultSet row) throws SQLException {
        return new Challenge(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                Purpose.of(row.getInt(3)),
                Need.of(row.getInt(4)),
                ProofFactor.in(row.getInt(5)),
                Challenge.State.of(row.getInt(6)),
                row.getLong(7),
                Currency.valueOf(row.getString(8)),
                row.getLong(9),
                row.getString(10),
                row.getBytes(11),
                row.getObject(12, UUID.class),
                row.getObject(13, UUID.class),
                row.getLong(14));
    }
}
