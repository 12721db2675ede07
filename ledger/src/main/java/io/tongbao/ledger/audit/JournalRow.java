package io.tongbao.ledger.audit;

import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferKind;
import io.tongbao.ledger.posting.AppliedTransfer;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as the journal's table holds it.
 *
 * @param kindKnown whether its kind is a number we know; if not, it is shown as SINGLE and its hash cannot match
 */
record JournalRow(AppliedTransfer applied, int lane, long batchSeq, boolean kindKnown) {

    static final String COLUMNS = """
            t.id, t.request_hash, t.link_group, t.pending_id, t.user_ref, t.debit_id, t.credit_id, t.amount, t.ts,
            t.ledger, t.code, t.timeout_s, t.ordinal, t.kind, t.flags, t.lane, t.batch_seq""";

    static JournalRow of(ResultSet rows) throws SQLException {
        int kind = rows.getInt(14);
        boolean known = kind >= 0 && kind <= TransferKind.EXPIRE.number();
        Transfer transfer = new Transfer(
                requiredUuid(rows, 1),
                known ? TransferKind.of(kind) : TransferKind.SINGLE,
                rows.getInt(15),
                rows.getLong(6),
                rows.getLong(7),
                rows.getLong(8),
                uuid(rows, 4),
                rows.getInt(10),
                rows.getInt(11),
                rows.getInt(12),
                uuid(rows, 5));
        AppliedTransfer applied =
                new AppliedTransfer(transfer, requiredUuid(rows, 2), uuid(rows, 3), rows.getInt(13), rows.getLong(9));
        return new JournalRow(applied, rows.getInt(16), rows.getLong(17), known);
    }

    UUID id() {
        return applied.transfer().id();
    }

    long ts() {
        return applied.ts();
    }

    private static UUID requiredUuid(ResultSet rows, int column) throws SQLException {
        UUID id = uuid(rows, column);
        if (id == null) {
            throw new SQLException("column " + column + " of the journal is null");
        }
        return id;
    }

    private static @Nullable UUID uuid(ResultSet rows, int column) throws SQLException {
        byte[] bytes = rows.getBytes(column);
        if (bytes == null) {
            return null;
        }
        if (bytes.length != 16) {
            return rows.getObject(column, UUID.class);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
