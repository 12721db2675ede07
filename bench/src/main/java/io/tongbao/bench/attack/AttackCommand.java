package io.tongbao.bench.attack;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.cli.JsonLine;
import io.tongbao.bench.process.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code attack}: what is attacked comes next. */
@Command(
        name = "attack",
        mixinStandardHelpOptions = true,
        description = "Attack a server of our own.",
        subcommands = AttackCommand.Login.class,
        synopsisSubcommandLabel = "WHAT")
public final class AttackCommand {

    /** {@code attack login}. */
    @Command(
            name = "login",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Guesses password, authenticator code, one-time code and PIN of one victim each over many connections and",
                "from many addresses, and compares response times for people who exist and people who do not.",
                "Works on a sandbox in a temporary directory. Fails when more guesses are judged than the policy allows."
            })
    static final class Login implements Callable<Integer> {

        @Option(names = "--seconds", description = "Of guessing, over all kinds, 4 to 200. Default: ${DEFAULT-VALUE}.")
        private int seconds = 20;

        @Option(names = "--connections", description = "At once, 1 to 500. Default: ${DEFAULT-VALUE}.")
        private int connections = 32;

        @Option(
                names = "--sabotage",
                paramLabel = "lockout",
                description = "Turns the counting of guesses off; the attack must then get through.")
        private String sabotage = "";

        @Option(names = "--json", description = "The last line is one JSON object.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            if (seconds < 4 || seconds > 200 || connections < 1 || connections > 500) {
                throw new CommandFailed("--seconds must be 4 to 200, --connections 1 to 500");
            }
            if (!sabotage.isEmpty() && !sabotage.equals("lockout")) {
                throw new CommandFailed("--sabotage knows lockout only");
            }
            PrintStream out = System.out;
            LoginAttack.Report report;
            try (TemporaryDirectory directory = TemporaryDirectory.create("tongbao-attack")) {
                report = LoginAttack.run(directory.path(), seconds, connections, !sabotage.isEmpty());
            }
            for (GuessResults kind : report.kinds()) {
                out.printf(
                        Locale.ROOT,
                        "%-8s %,9d guesses sent, %,6d judged, policy %d; known %.2f ms, unknown %.2f ms%n",
                        kind.kind(),
                        kind.sent(),
                        kind.admitted(),
                        kind.policyMax(),
                        kind.known().medianMs(),
                        kind.unknown().medianMs());
            }
            if (json) {
                out.println(line(report));
            }
            out.flush();
            return report.admittedWithinPolicy() ? 0 : 1;
        }

        private static JsonLine line(LoginAttack.Report report) {
            JsonLine line = new JsonLine()
                    .put("guesses_sent", report.sent())
                    .put("guesses_admitted", report.admitted())
                    .put("policy_max", report.policyMax())
                    .put("admitted_within_policy", report.admittedWithinPolicy())
                    .put("median_known_ms", report.widest().known().medianMs(), 3)
                    .put("median_unknown_ms", report.widest().unknown().medianMs(), 3)
                    .put("medians_within_noise", report.mediansWithinNoise());
            for (GuessResults kind : report.kinds()) {
                line.put(kind.kind() + "_guesses_sent", kind.sent())
                        .put(kind.kind() + "_guesses_admitted", kind.admitted())
                        .put(kind.kind() + "_policy_max", kind.policyMax())
                        .put(kind.kind() + "_admitted_within_policy", kind.withinPolicy())
                        .put(kind.kind() + "_median_known_ms", kind.known().medianMs(), 3)
                        .put(kind.kind() + "_median_unknown_ms", kind.unknown().medianMs(), 3)
                        .put(kind.kind() + "_medians_within_noise", kind.mediansWithinNoise());
            }
            return line;
        }
    }
}
