package io.tongbao.payment;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
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

/**
 * The references that providers have used, as a view of another table's unique index: looked up without a lock, never
 * stored here, because the row that rides with the posting is the record. Two lanes with one reference meet at the index,
 * and the loser looks again.
 */
final class ReferenceTable implements GuardTable<ReferenceTable.Key, Boolean> {

    /** The references of payments. */
    static final ReferenceTable ORDERS = new ReferenceTable("payment.orders");

    /** The references of refunds. */
    static final ReferenceTable REFUNDS = new ReferenceTable("payment.refund");

    private final String name;
    private final String read;

    record Key(UUID providerId, String reference) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byProvider = providerId.compareTo(other.providerId);
            return byProvider != 0 ? byProvider : reference.compareTo(other.reference);
        }
    }

    private ReferenceTable(String table) {
        this.name = table + ".reference";
        this.read = "SELECT o.provider_id, o.reference FROM unnest(?::uuid[], ?::text[]) AS k (provider_id, reference)"
                + " JOIN " + table + " o ON o.reference_key = md5(k.provider_id::text || ':' || k.reference)::uuid";
    }

    /** Rejects a reference that was used before. */
    Guard<Key, Boolean> unused(UUID providerId, String reference) {
        return new Unused(this, new Key(providerId, reference));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<Key, Boolean> lock(Connection connection, List<Key> keys) throws SQLException {
        UUID[] providers = new UUID[keys.size()];
        String[] references = new String[providers.length];
        for (int i = 0; i < providers.length; i++) {
            providers[i] = keys.get(i).providerId();
            references[i] = keys.get(i).reference();
        }
        Map<Key, Boolean> used = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(read)) {
            ArrayParameters.setUuids(select, 1, providers);
            ArrayParameters.setTexts(select, 2, references);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    used.put(new Key(rows.getObject(1, UUID.class), rows.getString(2)), Boolean.TRUE);
                }
            }
        }
        return used;
    }

    @Override
    public void store(Connection connection, Map<Key, Boolean> inserted, Map<Key, Boolean> updated) {
        // The rider that carries the reference is the record.
    }

    private record Unused(ReferenceTable table, Key key) implements Guard<Key, Boolean> {

        @Override
        public Verdict check(@Nullable Boolean used, BatchStamp stamp) {
            return used == null ? Verdict.PASS : Verdict.reject(PaymentError.REFERENCE_ALREADY_USED);
        }

        @Override
        public Boolean after(@Nullable Boolean used, Decision decision) {
            return Boolean.TRUE;
        }
    }
}
