package io.tongbao.server;

import io.tongbao.ledger.audit.VerifyCommand;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.staff.audit.AuditReport;
import io.tongbao.staff.audit.AuditSeals;
import io.tongbao.staff.audit.AuditVerifier;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tongbao audit}: takes the audit trail out, and checks what was taken out. */
@Command(
        name = "audit",
        description = "Export the audit trail, or check an export without any database.",
        subcommands = {AuditCommand.ExportCommand.class, AuditCommand.CheckCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {

    @Option(names = "--help", usageHelp = true, description = "Print this text.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /** {@code ./tongbao audit export FILE}. */
    @Command(
            name = "export",
            description = "Write all entries as JSON lines, then the signed seals.",
            sortOptions = false)
    static final class ExportCommand implements Callable<Integer> {

        @Option(names = "--help", usageHelp = true, description = "Print this text.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        @Mixin
        private DatabaseOptions database = new DatabaseOptions();

        @Parameters(paramLabel = "FILE", description = "Must not exist yet.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            Map<String, String> environment = System.getenv();
            try {
                Path seals = database.keysDirectory(environment).resolve(AuditSeals.FILE);
                return database.open(environment, "tongbao-audit", pool -> write(pool, seals));
            } catch (PostgresUnavailable | IllegalArgumentException | StartRefused e) {
                System.err.println("tongbao: " + e.getMessage());
                return VerifyCommand.NOT_CHECKED;
            }
        }

        private int write(DataSource pool, Path seals) {
            try (Writer out = Files.newBufferedWriter(Files.createFile(file))) {
                long entries = AuditVerifier.export(pool, seals, out);
                System.out.println(entries + " entries written to " + file);
                return 0;
            } catch (IOException | SQLException e) {
                System.err.println("tongbao: the audit trail could not be written to " + file + ": " + e);
                return VerifyCommand.NOT_CHECKED;
            }
        }
    }

    /** {@code ./tongbao audit check FILE}. */
    @Command(
            name = "check",
            description = {
                "Check an exported file: no entry changed, missing or out of order, no tail cut off, every seal signed.",
                "Exit code 0: intact; 1: broken, the first bad entry is named; 2: could not be checked."
            },
            sortOptions = false)
    static final class CheckCommand implements Callable<Integer> {

        @Option(names = "--help", usageHelp = true, description = "Print this text.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        @Option(
                names = "--public-key",
                paramLabel = "FILE",
                description = "File with the public key that must have signed the seals (audit.pub).")
        private @Nullable Path publicKey;

        @Parameters(paramLabel = "FILE", description = "Written by: audit export FILE.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            try {
                String key =
                        publicKey == null ? null : Files.readString(publicKey).strip();
                AuditReport report = AuditVerifier.verifyExport(file, key);
                System.out.println(report.text());
                return report.holds() ? VerifyCommand.IN_ORDER : VerifyCommand.BROKEN;
            } catch (IOException e) {
                System.err.println("tongbao: " + file + " could not be checked: " + e);
                return VerifyCommand.NOT_CHECKED;
            }
        }
    }
}
