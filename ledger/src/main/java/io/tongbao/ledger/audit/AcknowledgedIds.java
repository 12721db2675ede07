package io.tongbao.ledger.audit;

import io.tongbao.postgres.ArrayParameters;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Whether the journal holds every transfer that somebody outside was told of (I10). */
final class AcknowledgedIds {

    private static final int AT_ONCE = 10_000;
    private static final String MISSING = """
            SELECT 'acknowledged transfer ' || u.id || ' is not in the journal', count(*) OVER ()
            FROM unnest(?::uuid[]) AS u (id) LEFT JOIN ledger.transfer t ON t.id = u.id
            WHERE t.id IS NULL LIMIT 1""";

    private final Connection connection;
    private final Findings findings;

    AcknowledgedIds(Connection connection, Findings findings) {
        this.connection = connection;
        this.findings = findings;
    }

    void run(Path file) throws IOException, SQLException {
        List<UUID> ids = new ArrayList<>(AT_ONCE);
        long lineNumber = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lineNumber++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    ids.add(UUID.fromString(line.strip()));
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + " line " + lineNumber + " is not a transfer id", e);
                }
                if (ids.size() == AT_ONCE) {
                    check(ids);
                }
            }
        }
        check(ids);
    }

    private void check(List<UUID> ids) throws SQLException {
        try (PreparedStatement missing = connection.prepareStatement(MISSING)) {
            ArrayParameters.setUuids(missing, 1, ids.toArray(UUID[]::new));
            try (ResultSet rows = missing.executeQuery()) {
                if (rows.next()) {
                    String first = rows.getString(1);
                    findings.broken(Invariant.I10, rows.getLong(2), () -> first);
                }
            }
        }
        findings.count("acknowledged_ids", ids.size());
        findings.progress("looking for acknowledged ids", ids.size(), 0);
        ids.clear();
    }
}
