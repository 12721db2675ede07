package io.tongbao.staff.audit;

import io.tongbao.staff.AuditRecord;
import io.tongbao.staff.AuditTrail;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Checks the whole trail, in the database or from an exported file, and names the first entry that is wrong: changed, missing,
 * out of order, or cut off at the end.
 */
public final class AuditVerifier {

    private static final int FETCH = 2_000;
    private static final int MAX_LINE = 64 * 1024;

    private AuditVerifier() {}

    /**
     * Checks the trail in the database, in one snapshot.
     *
     * @param seals exported by {@link AuditSeals}; null for none
     * @param publicKey that must have signed them, base64; null for the one that signed the first
     */
    public static AuditReport verify(DataSource dataSource, @Nullable Path seals, @Nullable String publicKey)
            throws SQLException, IOException {
        ChainCheck check = new ChainCheck();
        // Read before the snapshot: a later seal could speak of entries that the snapshot does not have.
        check.seals(seals == null ? List.of() : AuditSeals.lines(seals), publicKey);
        read(dataSource, check::entry, check::head);
        return check.report();
    }

    /**
     * Writes all entries, one a line, then all seals, to be checked offline by {@link #verifyExport}.
     *
     * @return entries written
     */
    public static long export(DataSource dataSource, @Nullable Path seals, Writer out)
            throws SQLException, IOException {
        List<String> sealLines = seals == null ? List.of() : AuditSeals.lines(seals);
        long[] entries = new long[1];
        List<IOException> failed = new ArrayList<>();
        read(
                dataSource,
                entry -> {
                    entries[0]++;
                    write(out, AuditJson.line(entry), failed);
                },
                (seq, hash) -> {});
        sealLines.forEach(line -> write(out, line, failed));
        for (IOException e : failed) {
            throw e;
        }
        out.flush();
        return entries[0];
    }

    private static void write(Writer out, String line, List<IOException> failed) {
        if (failed.isEmpty()) {
            try {
                out.write(line);
                out.write('\n');
            } catch (IOException e) {
                failed.add(e);
            }
        }
    }

    /**
     * Checks an exported file without any database.
     *
     * @param publicKey that must have signed the seals, base64; null for the one that signed the first
     */
    public static AuditReport verifyExport(Path file, @Nullable String publicKey) throws IOException {
        List<String> seals = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            lines.lines().filter(AuditSeal::isSeal).forEach(seals::add);
        }
        ChainCheck check = new ChainCheck();
        check.seals(seals, publicKey);
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line;
            int number = 0;
            while ((line = lines.readLine()) != null) {
                number++;
                if (!AuditSeal.isSeal(line)) {
                    entry(check, line, number);
                }
            }
        }
        return check.report();
    }

    private static void entry(ChainCheck check, String line, int number) {
        try {
            if (line.length() > MAX_LINE) {
                throw new IllegalArgumentException("longer than any entry");
            }
            check.entry(AuditJson.parse(line));
        } catch (IllegalArgumentException e) {
            check.broken("line " + number + " is not an entry: " + e.getMessage());
        }
    }

    private interface EachEntry {
        void entry(AuditRecord entry);
    }

    private interface Head {
        void head(long seq, byte[] hash);
    }

    private static void read(DataSource dataSource, EachEntry each, Head head) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            try {
                try (PreparedStatement select = connection.prepareStatement(AuditTrail.selectAll())) {
                    select.setFetchSize(FETCH);
                    try (ResultSet rows = select.executeQuery()) {
                        while (rows.next()) {
                            each.entry(AuditTrail.read(rows));
                        }
                    }
                }
                try (PreparedStatement select = connection.prepareStatement("SELECT seq, hash FROM staff.audit_head");
                        ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        head.head(row.getLong(1), row.getBytes(2));
                    } else {
                        head.head(0, ChainHash.beginning());
                    }
                }
            } finally {
                connection.rollback();
                connection.setReadOnly(false);
                connection.setAutoCommit(true);
            }
        }
    }
}
