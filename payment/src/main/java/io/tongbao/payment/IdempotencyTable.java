package io.tongbao.payment;

import io.tongbao.ledger.GuardTable;
import io.tongbao.postgres.ArrayParameters;
import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The ids of requests. Rows never change, so they are looked up without a lock: repeats of one id share a lane of this node
 * and see each other there; those of two nodes meet at the primary key, and the loser looks again.
 */
final class IdempotencyTable implements GuardTable<IdempotencyId, IdempotencyRow> {

    static final IdempotencyTable INSTANCE = new IdempotencyTable();

    private static final ThreadLocal<CopyRows> ROWS = ThreadLocal.withInitial(() -> new CopyRows(7));
    private static final String READ = """
            SELECT i.caller, i.key, i.request_hash, i.status, i.body, i.object_id, i.created_ts
            FROM unnest(?::text[], ?::text[]) AS k (caller, key)
            JOIN payment.idempotency i ON i.caller = k.caller AND i.key = k.key""";

    private IdempotencyTable() {}

    @Override
    public String name() {
        return "payment.idempotency";
    }

    @Override
    public Map<IdempotencyId, IdempotencyRow> lock(Connection connection, List<IdempotencyId> keys)
            throws SQLException {
        String[] callers = new String[keys.size()];
        String[] own = new String[callers.length];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = keys.get(i).caller();
            own[i] = keys.get(i).key();
        }
        Map<IdempotencyId, IdempotencyRow> found = new HashMap<>();
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            ArrayParameters.setTexts(read, 1, callers);
            ArrayParameters.setTexts(read, 2, own);
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            new IdempotencyId(rows.getString(1), rows.getString(2)),
                            new IdempotencyRow(
                                    rows.getBytes(3),
                                    new StoredAnswer(rows.getInt(4), rows.getBytes(5)),
                                    rows.getObject(6, UUID.class),
                                    rows.getLong(7)));
                }
            }
        }
        return found;
    }

    @Override
    public void store(
            Connection connection,
            Map<IdempotencyId, IdempotencyRow> inserted,
            Map<IdempotencyId, IdempotencyRow> updated)
            throws SQLException {
        if (!updated.isEmpty()) {
            throw new IllegalStateException("the first answer to a request never changes");
        }
        CopyRows rows = ROWS.get();
        rows.clear();
        inserted.forEach((id, row) -> rows.row()
                .text(id.caller())
                .text(id.key())
                .uuid(row.objectId())
                .bigint(row.createdTs())
                .smallint(row.answer().status())
                .bytea(row.requestHash())
                .bytea(row.answer().body()));
        rows.copyInto(
                connection, "payment.idempotency", "caller, key, object_id, created_ts, status, request_hash, body");
    }
}
