package io.tongbao.ledger.audit;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Verification as a command: prints the report and says by its exit code what came of it. */
public final class VerifyCommand {

    /** Every invariant holds. */
    public static final int IN_ORDER = 0;
    /** At least one invariant is broken. */
    public static final int BROKEN = 1;
    /** The books could not be read to the end; nothing is known. */
    public static final int NOT_CHECKED = 2;

    private VerifyCommand() {}

    /**
     * Verifies and prints.
     *
     * @param json one line of JSON to {@code out} instead of text
     * @param out the report
     * @param progress a line about every two seconds, and why nothing could be checked
     * @return the process's exit code
     */
    public static int run(
            DataSource dataSource, VerifyOptions options, boolean json, PrintWriter out, PrintWriter progress) {
        JournalVerifier verifier = new JournalVerifier(dataSource, options, (step, done, total) -> {
            progress.println(total == 0 ? step + " …" : step + " " + done + " of " + total);
            progress.flush();
        });
        try {
            VerifyReport report = verifier.verify();
            if (json) {
                out.println(report.json());
            } else {
                out.print(report.text());
            }
            out.flush();
            return report.holds() ? IN_ORDER : BROKEN;
        } catch (SQLException | IOException e) {
            progress.println("The books could not be checked: " + e.getMessage());
            progress.flush();
            return NOT_CHECKED;
        }
    }
}
