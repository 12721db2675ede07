package io.tongbao.payment.prepaid;

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

/** Prepaid cards, locked while a posting is judged by them. New ones are written when a batch is printed. */
final class PrepaidTable implements GuardTable<UUID, PrepaidCard> {

    static final PrepaidTable INSTANCE = new PrepaidTable();

    static final String COLUMNS = """
        id, batch_id, product_id, serial, face_minor, currency, account_id, state, holder_id, activated_ts, expires_ts,
        replaced_by\
        """;

    private static final String LOCK =
            "SELECT " + COLUMNS + " FROM payment.prepaid_card WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE";
    private static final String UPDATE = """
        UPDATE payment.prepaid_card c
        SET state = u.state, holder_id = u.holder_id, activated_ts = u.activated_ts, expires_ts = u.expires_ts,
            replaced_by = u.replaced_by
        FROM unnest(?::uuid[], ?::smallint[], ?::uuid[], ?::bigint[], ?::bigint[], ?::uuid[])
            AS u (id, state, holder_id, activated_ts, expires_ts, replaced_by)
        WHERE c.id = u.id\
        """;

    private PrepaidTable() {}

    @Override
    public String name() {
        return "payment.prepaid_card";
    }

    @Override
    public Map<UUID, PrepaidCard> lock(Connection connection, List<UUID> keys) throws SQLException {
        Map<UUID, PrepaidCard> cards = HashMap.newHashMap(keys.size());
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            ArrayParameters.setUuids(lock, 1, keys.toArray(UUID[]::new));
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    PrepaidCard card = read(rows);
                    cards.put(card.id(), card);
                }
            }
        }
        return cards;
    }

    @Override
    public void store(Connection connection, Map<UUID, PrepaidCard> inserted, Map<UUID, PrepaidCard> updated)
            throws SQLException {
        if (!inserted.isEmpty()) {
            throw new IllegalStateException("new cards come with their batch");
        }
        int count = updated.size();
        UUID[] ids = new UUID[count];
        short[] states = new short[count];
        UUID[] holders = new UUID[count];
        long[] activated = new long[count];
        long[] expires = new long[count];
        UUID[] successors = new UUID[count];
        int i = 0;
        for (PrepaidCard card : updated.values()) {
            ids[i] = card.id();
            states[i] = (short) card.state().number();
            holders[i] = card.holderId();
            activated[i] = card.activatedTs();
            expires[i] = card.expiresTs();
            successors[i] = card.replacedBy();
            i++;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            ArrayParameters.setUuids(update, 1, ids);
            ArrayParameters.setSmallints(update, 2, states);
            ArrayParameters.setUuids(update, 3, holders);
            ArrayParameters.setBigints(update, 4, activated);
            ArrayParameters.setBigints(update, 5, expires);
            ArrayParameters.setUuids(update, 6, successors);
            update.executeUpdate();
        }
    }

    /** From {@link #COLUMNS}. */
    static PrepaidCard read(ResultSet row) throws SQLException {
        return new PrepaidCard(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getLong(5),
                Currency.valueOf(row.getString(6)),
                row.getLong(7),
                PrepaidState.of(row.getInt(8)),
                row.getObject(9, UUID.class),
                row.getLong(10),
                row.getLong(11),
                row.getObject(12, UUID.class));
    }
}
