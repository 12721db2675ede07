package io.tongbao.server;

import io.tongbao.ledger.audit.VerifyCommand;
import io.tongbao.ledger.audit.VerifyOptions;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.staff.FlatJson;
import io.tongbao.staff.audit.AuditReport;
import io.tongbao.staff.audit.AuditSeals;
import io.tongbao.staff.audit.AuditVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tongbao verify}: checks the whole journal and the audit trail, whether the server runs or not. */
@Command(
        name = "verify",
        description = {
            "Check invariants I1 to I12 over the whole journal and the chain of the audit trail, and what was exported of"
                    + " both (checkpoints, seals) against them.",
            "Exit code 0: all hold; 1: one is broken, its first offending row is named; 2: could not be checked."
        },
        sortOptions = false)
final class VerifyBooksCommand implements Callable<Integer> {

    @Option(names = "--help", usageHelp = true, description = "Print this text.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--acknowledged",
            paramLabel = "FILE",
            description = "Ids of transfers that must be there, one a line.")
    private @Nullable Path acknowledged;

    @Option(names = "--json", description = "The last line is one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        try {
            return database.open(
                    environment, "tongbao-verify", pool -> verify(pool, database.keysDirectory(environment)));
        } catch (PostgresUnavailable | IllegalArgumentException | StartRefused e) {
            System.err.println("tongbao: " + e.getMessage());
            return VerifyCommand.NOT_CHECKED;
        }
    }

    private int verify(DataSource pool, Path keysDirectory) {
        VerifyOptions options = VerifyOptions.JOURNAL_ALONE;
        Path checkpoints = keysDirectory.resolve("checkpoints");
        if (Files.isDirectory(checkpoints)) {
            options = options.withCheckpoints(checkpoints, null);
        }
        if (acknowledged != null) {
            options = options.withAcknowledged(acknowledged);
        }
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter progress = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        AuditReport trail;
        try {
            Path seals = keysDirectory.resolve(AuditSeals.FILE);
            trail = AuditVerifier.verify(pool, Files.exists(seals) ? seals : null, null);
        } catch (SQLException | IOException e) {
            progress.println("The audit trail could not be checked: " + e.getMessage());
            return VerifyCommand.NOT_CHECKED;
        }
        StringWriter books = new StringWriter();
        int code = VerifyCommand.run(pool, options, json, new PrintWriter(books), progress);
        out.print(json ? withTrail(books.toString(), trail) : books + trail.text() + "\n");
        out.flush();
        return code == VerifyCommand.IN_ORDER && !trail.holds() ? VerifyCommand.BROKEN : code;
    }

    /** The books' one object with the member {@code audit_trail}. */
    static String withTrail(String books, AuditReport trail) {
        int end = books.lastIndexOf('}');
        if (end < 0) {
            return books;
        }
        SequencedMap<String, String> members = new LinkedHashMap<>();
        members.put("state", trail.holds() ? "intact" : "broken");
        members.put("entries", Long.toString(trail.entries()));
        members.put("seals", Long.toString(trail.seals()));
        trail.fault().ifPresent(fault -> members.put("first_broken", fault));
        return books.substring(0, end) + ",\"audit_trail\":" + FlatJson.write(members) + books.substring(end);
    }
}
