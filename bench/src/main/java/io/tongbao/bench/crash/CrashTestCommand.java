package io.tongbao.bench.crash;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.cli.JsonLine;
import io.tongbao.bench.cli.ProgressBar;
import io.tongbao.bench.process.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code crash-test}: kill -9 of servers and of PostgreSQL at random moments under load. */
@Command(
        name = "crash-test",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Kills servers and PostgreSQL under load and looks for every payment that was answered.",
            "Half of the rounds run two servers on one database. A control round without durable commits must lose some,",
            "or the test would show nothing. Works in a temporary directory."
        })
public final class CrashTestCommand implements Callable<Integer> {

    private static final int SHOWN = 5;

    @Option(names = "--rounds", description = "1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int rounds = 20;

    @Option(names = "--seed", description = "Repeats the choices of an earlier run, though not its timing.")
    private @Nullable Long seed;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Work in DIR, which must not exist, and leave it there.")
    private @Nullable Path keep;

    @Option(names = "--json", description = "The last line is one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, SQLException {
        if (rounds < 1 || rounds > 1_000) {
            throw new CommandFailed("--rounds must be 1 to 1000");
        }
        PrintStream out = System.out;
        long chosen = seed != null ? seed : new SecureRandom().nextInt(Integer.MAX_VALUE);
        out.println("seed " + chosen);
        CrashTest.Report report;
        try (TemporaryDirectory directory =
                        keep == null ? TemporaryDirectory.create("tongbao-crash") : TemporaryDirectory.kept(keep);
                ProgressBar progress = ProgressBar.onStandardError("Starting")) {
            report = new CrashTest(chosen, InstantSource.system(), out, progress).run(directory.path(), rounds);
        }
        report.surprises().stream()
                .limit(SHOWN)
                .forEach(surprise -> System.err.println("An answer that should not be: " + surprise));
        out.printf(
                "%d rounds, %,d payments acknowledged: %d lost, %d doubled; slowest recovery %d ms; control lost %d%n",
                report.rounds(),
                report.acked(),
                report.lost(),
                report.duplicated(),
                report.recoveryMsMax(),
                report.controlLost());
        if (json) {
            out.println(new JsonLine()
                    .put("seed", chosen)
                    .put("rounds", report.rounds())
                    .put("acked", report.acked())
                    .put("lost", report.lost())
                    .put("duplicated", report.duplicated())
                    .put("unresolved", report.unresolved())
                    .put("repeated", report.repeated())
                    .put("unexpected", report.surprises().size())
                    .put("recovery_ms_max", report.recoveryMsMax())
                    .put("control_lost", report.controlLost()));
        }
        out.flush();
        return report.passed() ? 0 : 1;
    }
}
