package io.tongbao.bench.replay;

import io.tongbao.bench.cli.ProgressBar;
import io.tongbao.payment.Payment;
import io.tongbao.postgres.ArrayParameters;
import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Checks that no money appeared or vanished: for every customer of the log, opening + in − out, folded from the file and the
 * ids of the rows that were applied, must equal the balance, to the cent.
 *
 * <p>It shares no arithmetic with the ledger: amounts are read from the file again, which rows were applied is read from the
 * journal, and the ledger's counters are looked at only to compare. What the accounts did by other requests (other logs,
 * refunds) is folded from the journal and added; a transfer that belongs to no request at all, such as a row applied twice,
 * is not, and so shows. A row answered as applied that the journal does not have counts as wrong, and the reverse.
 */
final class ConservationCheck {

    private static final int BLOCK_ROWS = 5_000;

    private static final String TABLES = """
            CREATE TEMPORARY TABLE fold (account_id bigint NOT NULL, delta bigint NOT NULL);
            CREATE TEMPORARY TABLE own_transfer (id uuid NOT NULL)""";
    private static final int FIRST_REFUSAL_STATUS = 300;

    private static final String ANSWERED = "SELECT key, object_id, status FROM payment.idempotency"
            + " WHERE caller = ? AND key BETWEEN ? AND ? AND object_id IS NOT NULL";
    private static final String JOURNAL = "SELECT id FROM ledger.transfer WHERE id = ANY (?)";
    private static final String LAST_ROW = "SELECT greatest("
            + " (SELECT coalesce(max(key), '0')::bigint FROM payment.idempotency WHERE caller = ?),"
            + " (SELECT coalesce(max(first_row), 0) FROM bench.party WHERE file_id = ?))";
    private static final String COMPARE = """
            WITH folded AS (
                SELECT account_id, sum(delta) AS net FROM fold GROUP BY account_id),
            moved AS (
                SELECT t.debit_id AS account_id, -t.amount AS delta, t.id, t.user_ref
                FROM ledger.transfer t WHERE t.kind IN (0, 2)
                UNION ALL
                SELECT t.credit_id, t.amount, t.id, t.user_ref FROM ledger.transfer t WHERE t.kind IN (0, 2)),
            elsewhere AS (
                SELECT m.account_id, sum(m.delta) AS net FROM moved m
                WHERE NOT EXISTS (SELECT 1 FROM own_transfer o WHERE o.id = m.id)
                  AND (EXISTS (SELECT 1 FROM payment.idempotency i WHERE i.object_id = m.user_ref AND i.caller <> ?)
                       OR EXISTS (SELECT 1 FROM bench.party p WHERE p.id = m.user_ref AND p.file_id <> ?))
                GROUP BY m.account_id)
            SELECT count(*), count(*) FILTER (WHERE wrong), min(account_id) FILTER (WHERE wrong)
            FROM (SELECT f.account_id,
                         a.id IS NULL
                         OR f.net + coalesce(e.net, 0) <> a.credits_posted - a.debits_posted AS wrong
                  FROM folded f
                  LEFT JOIN elsewhere e ON e.account_id = f.account_id
                  LEFT JOIN ledger.account a ON a.id = f.account_id) checked""";

    private final DataSource database;
    private final ReplayedFile file;
    private final PartyBook book;
    private long contradictions;

    ConservationCheck(DataSource database, ReplayedFile file, PartyBook book) {
        this.database = database;
        this.file = file;
        this.book = book;
    }

    /**
     * @param customers how many were compared
     * @param wrong how many balances differ
     * @param firstWrongAccount lowest account that differs; 0 when none
     * @param contradictions rows answered as applied that the journal lacks, and the reverse
     */
    record Result(long customers, long wrong, long firstWrongAccount, long contradictions) {

        boolean conserved() {
            return wrong == 0 && contradictions == 0;
        }
    }

    Result run(LogFile log, int scale, ProgressBar progress) throws SQLException {
        try (Connection connection = database.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(TABLES);
                foldFile(connection, log, scale, progress);
                statement.execute("ANALYZE fold");
                statement.execute("ANALYZE own_transfer");
                progress.at(log.bytes(), log.bytes(), "comparing with the balances");
                return compare(connection);
            } finally {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("DROP TABLE IF EXISTS fold, own_transfer");
                }
            }
        }
    }

    private Result compare(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COMPARE)) {
            select.setString(1, "sys:" + file.caller());
            select.setInt(2, file.id());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Result(row.getLong(1), row.getLong(2), row.getLong(3), contradictions);
            }
        }
    }

    private void foldFile(Connection connection, LogFile log, int scale, ProgressBar progress) throws SQLException {
        long last = lastRow(connection);
        AccountFold fold = new AccountFold(connection);
        try (LogRows rows = LogRows.open(log, scale)) {
            List<LogRow> block = new ArrayList<>(BLOCK_ROWS);
            long taken = 0;
            boolean more = true;
            while (more) {
                LogRow row = taken < last ? rows.next() : null;
                more = row != null;
                if (row != null) {
                    taken++;
                    block.add(row);
                }
                if (!block.isEmpty() && (!more || block.size() == BLOCK_ROWS)) {
                    foldBlock(connection, block, fold);
                    block.clear();
                    progress.at(rows.bytesRead(), log.bytes(), "");
                }
            }
        }
        fold.flush();
    }

    private long lastRow(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LAST_ROW)) {
            select.setString(1, "sys:" + file.caller());
            select.setInt(2, file.id());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void foldBlock(Connection connection, List<LogRow> block, AccountFold fold) throws SQLException {
        Map<Party.Key, Party> parties = book.find(ReplayRun.sightings(block).keySet());
        Set<Long> applied = appliedRows(connection, block);
        CopyRows own = new CopyRows(1);
        for (LogRow row : block) {
            if (row instanceof LogRow.Movement movement) {
                Party payer = parties.get(ReplayRun.payer(movement));
                Party payee = parties.get(ReplayRun.payee(movement));
                // Rows behind the last one answered may name people that nobody has registered yet.
                if (payer != null && payee != null) {
                    fold(movement, payer, payee, applied.contains(row.number()), fold, own);
                }
            }
        }
        if (!own.isEmpty()) {
            own.copyInto(connection, "own_transfer", "id");
        }
    }

    private void fold(LogRow.Movement row, Party payer, Party payee, boolean applied, AccountFold fold, CopyRows own)
            throws SQLException {
        boolean payeeIsCustomer = row.action().payee() == PartyRole.CUSTOMER;
        open(row, payer, row.payerOpeningMinor(), fold, own);
        if (payeeIsCustomer && payee.accountId() != payer.accountId()) {
            open(row, payee, row.payeeOpeningMinor(), fold, own);
        }
        if (!applied) {
            return;
        }
        long in = row.action() == RowAction.CASH_IN ? row.amountMinor() : -row.amountMinor();
        fold.add(payer.accountId(), in);
        if (payeeIsCustomer) {
            fold.add(payee.accountId(), row.amountMinor());
        }
    }

    /** The opening balance is what stands in the row where this log, as the first of all, names the customer. */
    private void open(LogRow.Movement row, Party party, long openingMinor, AccountFold fold, CopyRows own)
            throws SQLException {
        boolean first = party.fileId() == file.id() && party.firstRow() == row.number();
        fold.add(party.accountId(), first ? openingMinor : 0);
        if (first && openingMinor > 0) {
            own.row().uuid(Openings.transferId(party));
        }
    }

    /** Rows whose transfer stands in the journal; remembers those transfers as the log's own. */
    private Set<Long> appliedRows(Connection connection, List<LogRow> block) throws SQLException {
        Map<UUID, Long> rowByTransfer = new HashMap<>();
        Set<Long> answered = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(ANSWERED)) {
            select.setString(1, "sys:" + file.caller());
            select.setString(2, ReplayedFile.key(block.getFirst().number()));
            select.setString(3, ReplayedFile.key(block.getLast().number()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Long row = Long.valueOf(rows.getString(1));
                    rowByTransfer.put(Payment.mainTransferId(rows.getObject(2, UUID.class)), row);
                    if (rows.getInt(3) < FIRST_REFUSAL_STATUS) {
                        answered.add(row);
                    }
                }
            }
        }
        Set<Long> applied = new HashSet<>();
        CopyRows own = new CopyRows(1);
        try (PreparedStatement select = connection.prepareStatement(JOURNAL)) {
            ArrayParameters.setUuids(select, 1, rowByTransfer.keySet().toArray(UUID[]::new));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    UUID transfer = rows.getObject(1, UUID.class);
                    applied.add(rowByTransfer.get(transfer));
                    own.row().uuid(transfer);
                }
            }
        }
        if (!own.isEmpty()) {
            own.copyInto(connection, "own_transfer", "id");
        }
        Set<Long> onlyAnswered = new HashSet<>(answered);
        onlyAnswered.removeAll(applied);
        Set<Long> onlyBooked = new HashSet<>(applied);
        onlyBooked.removeAll(answered);
        contradictions += onlyAnswered.size() + onlyBooked.size();
        return applied;
    }
}
