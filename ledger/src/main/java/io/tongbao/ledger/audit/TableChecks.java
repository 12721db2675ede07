package io.tongbao.ledger.audit;

import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.ledger.TransferResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The checks that compare tables with each other, or look at the tables themselves; the database does the joining. */
final class TableChecks {

    /** Triggers that make I7, with their {@code tgtype}: before row update or delete, before truncate. */
    private static final List<Map.Entry<String, Integer>> TRIGGERS = List.of(
            Map.entry("transfer.transfer_immutable", 27),
            Map.entry("transfer.transfer_not_truncated", 34),
            Map.entry("account_history.account_history_immutable", 27),
            Map.entry("account_history.account_history_not_truncated", 34),
            Map.entry("batch.batch_immutable", 27),
            Map.entry("batch.batch_not_truncated", 34),
            Map.entry("failed_id.failed_id_immutable", 27),
            Map.entry("failed_id.failed_id_not_truncated", 34));

    private static final List<String> KEYS = List.of(
            "transfer_pkey", "transfer_position", "failed_id_pkey", "pending_pkey", "batch_pkey", "account_pkey");

    private static final String BOTH = """
            SELECT 'id ' || f.id || ': applied and also refused as ' || f.code, count(*) OVER ()
            FROM ledger.failed_id f JOIN ledger.transfer t ON t.id = f.id ORDER BY f.id LIMIT 1""";

    private static final String PENDING_DIFFERS = """
            SELECT 'pending ' || coalesce(t.id, p.id) || CASE
                       WHEN p.id IS NULL THEN ': its row is missing'
                       WHEN t.id IS NULL THEN ': there is no such pending transfer'
                       ELSE ': its row differs from its transfer' END,
                   count(*) OVER ()
            FROM (SELECT * FROM ledger.transfer WHERE kind = 1) t FULL JOIN ledger.pending p ON p.id = t.id
            WHERE t.id IS NULL OR p.id IS NULL
               OR (t.debit_id, t.credit_id, t.amount, t.ledger, t.code, t.flags)
                  IS DISTINCT FROM (p.debit_id, p.credit_id, p.amount, p.ledger, p.code, p.flags)
               OR p.expires_ts <> CASE t.timeout_s WHEN 0 THEN 0 ELSE t.ts + t.timeout_s * 1000000::bigint END
            ORDER BY coalesce(t.id, p.id) LIMIT 1""";

    private static final String PENDING_STATE = """
            SELECT 'pending ' || p.id || ': state ' || p.state || ' by ' || coalesce(p.resolved_by::text, 'nobody')
                       || ', the journal has ' || coalesce('kind ' || r.kind || ' ' || r.id, 'nothing'),
                   count(*) OVER ()
            FROM ledger.pending p
            LEFT JOIN (SELECT id, kind, pending_id FROM ledger.transfer WHERE pending_id IS NOT NULL) r
                ON r.pending_id = p.id
            WHERE p.resolved_by IS DISTINCT FROM r.id
               OR p.state <> CASE r.kind WHEN 2 THEN 1 WHEN 3 THEN 2 WHEN 4 THEN 3 ELSE 0 END
            ORDER BY p.id LIMIT 1""";

    private static final String IN_FLIGHT = """
            SELECT 'account ' || coalesce(a.id, o.account) || ': debits pending ' || coalesce(a.debits_pending, 0)
                       || ' and credits pending ' || coalesce(a.credits_pending, 0) || ', open pending transfers '
                       || coalesce(o.debits, 0) || ' and ' || coalesce(o.credits, 0),
                   count(*) OVER ()
            FROM ledger.account a
            FULL JOIN (
                SELECT account, sum(debit) AS debits, sum(credit) AS credits
                FROM (SELECT debit_id AS account, amount AS debit, 0 AS credit FROM ledger.pending WHERE state = 0
                      UNION ALL
                      SELECT credit_id, 0, amount FROM ledger.pending WHERE state = 0) sides
                GROUP BY account) o ON o.account = a.id
            WHERE (coalesce(a.debits_pending, 0), coalesce(a.credits_pending, 0))
                  IS DISTINCT FROM (coalesce(o.debits, 0), coalesce(o.credits, 0))
            ORDER BY coalesce(a.id, o.account) LIMIT 1""";

    private static final String SUSPENSE =
            "SELECT id, credits_posted - debits_posted FROM ledger.account WHERE code = ? ORDER BY id";

    private final Connection connection;
    private final Findings findings;

    TableChecks(Connection connection, Findings findings) {
        this.connection = connection;
        this.findings = findings;
    }

    /** I4. */
    void outcomes() throws SQLException {
        Sql.offenders(connection, findings, Invariant.I4, BOTH);
        String codes = Arrays.stream(TransferResult.values())
                .filter(TransferResult::isFinal)
                .map(code -> "'" + code.name() + "'")
                .collect(Collectors.joining(", "));
        Sql.offenders(connection, findings, Invariant.I4, """
                SELECT 'failed_id ' || id || ': ' || code || ' is not a final refusal', count(*) OVER ()
                FROM ledger.failed_id WHERE NOT code IN (%s) ORDER BY id LIMIT 1""".formatted(codes));
        findings.count("failed_ids", Sql.number(connection, "SELECT count(*) FROM ledger.failed_id"));
    }

    /** I5, what the fold has not seen: the table of pending transfers. */
    void pendings() throws SQLException {
        Sql.offenders(connection, findings, Invariant.I5, PENDING_DIFFERS);
        Sql.offenders(connection, findings, Invariant.I5, PENDING_STATE);
    }

    /** I7, and the unique keys that I4 and I10 stand on. */
    void guards() throws SQLException {
        for (Map.Entry<String, Integer> trigger : TRIGGERS) {
            String table = trigger.getKey().substring(0, trigger.getKey().indexOf('.'));
            String name = trigger.getKey().substring(table.length() + 1);
            long standing = Sql.number(connection, """
                    SELECT count(*) FROM pg_trigger g JOIN pg_proc f ON f.oid = g.tgfoid
                    WHERE g.tgrelid = 'ledger.%s'::regclass AND g.tgname = '%s' AND g.tgenabled IN ('O', 'A')
                      AND g.tgtype = %d AND g.tgqual IS NULL AND g.tgfoid = 'ledger.refuse_change'::regproc
                      AND f.prosrc LIKE '%%BEGIN%%RAISE EXCEPTION%%' AND NOT f.prosrc ILIKE '%%return%%'
                      AND NOT f.prosrc ILIKE '%%exception when%%'""".formatted(table, name, trigger.getValue()));
            if (standing != 1) {
                findings.broken(
                        Invariant.I7,
                        () -> "table ledger." + table + ": trigger " + name + " is missing, changed or disabled");
            }
        }
        for (String key : KEYS) {
            long valid = Sql.number(connection, """
                    SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                    WHERE c.relnamespace = 'ledger'::regnamespace AND c.relname = '%s' AND i.indisunique
                      AND i.indisvalid AND i.indpred IS NULL""".formatted(key));
            if (valid != 1) {
                findings.broken(Invariant.I4, () -> "unique key ledger." + key + " is missing or not valid");
            }
        }
    }

    /** I12. */
    void inFlight(SuspenseBook book) throws SQLException {
        Sql.offenders(connection, findings, Invariant.I12, IN_FLIGHT);
        Map<Long, Long> explained = book.inFlight(connection);
        try (Cursor cursor = Cursor.open(connection, SUSPENSE, ChartOfAccounts.SUSPENSE.code())) {
            while (cursor.next()) {
                long id = cursor.rows().getLong(1);
                long balance = cursor.rows().getLong(2);
                long inFlight = explained.getOrDefault(id, 0L);
                if (balance != inFlight) {
                    findings.broken(
                            Invariant.I12,
                            () -> "suspense account " + id + ": balance " + balance + ", in flight " + inFlight);
                }
                findings.count("suspense_accounts", 1);
            }
        }
    }
}
