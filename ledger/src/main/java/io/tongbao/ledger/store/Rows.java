package io.tongbao.ledger.store;

import io.tongbao.ledger.Account;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** How the columns of the ledger's tables become values, for every reader. */
final class Rows {

    static final String TRANSFER_COLUMNS = """
            t.id, t.kind, t.flags, t.debit_id, t.credit_id, t.amount, t.pending_id, t.ledger, t.code, t.timeout_s,
            t.user_ref, t.request_hash, t.link_group, t.lane, t.batch_seq, t.ordinal, t.ts""";

    private Rows() {}

    static Transfer transfer(ResultSet rows) throws SQLException {
        return new Transfer(
                rows.getObject(1, UUID.class),
                TransferKind.of(rows.getInt(2)),
                rows.getInt(3),
                rows.getLong(4),
                rows.getLong(5),
                rows.getLong(6),
                rows.getObject(7, UUID.class),
                rows.getInt(8),
                rows.getInt(9),
                rows.getInt(10),
                rows.getObject(11, UUID.class));
    }

    /** From {@code id, ledger, code, flags, four counters, version, last_ts}. */
    static Account account(ResultSet rows) throws SQLException {
        return new Account(
                rows.getLong(1),
                rows.getInt(2),
                rows.getInt(3),
                rows.getInt(4),
                rows.getLong(5),
                rows.getLong(6),
                rows.getLong(7),
                rows.getLong(8),
                rows.getLong(9),
                rows.getLong(10));
    }
}
