package io.tongbao.bench;

import io.tongbao.bench.attack.AttackCommand;
import io.tongbao.bench.bank.BankBench;
import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.crash.CrashTestCommand;
import io.tongbao.bench.ledger.LedgerBench;
import io.tongbao.bench.payments.PaymentsBench;
import io.tongbao.bench.payments.TrainCommand;
import io.tongbao.bench.replay.ReplayCommand;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.settings.StartRefused;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the load tools; {@code ./tongbao bench|replay|crash-test|attack} calls it. */
@Command(
        name = "tongbao",
        description = "Load tools: measure, replay, crash, attack.",
        subcommands = {
            BenchMain.Bench.class,
            ReplayCommand.class,
            CrashTestCommand.class,
            AttackCommand.class,
            TrainCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class BenchMain {

    private static final int FAILED = 1;

    private BenchMain() {}

    /** {@code bench}: what is measured comes next. */
    @Command(
            name = "bench",
            mixinStandardHelpOptions = true,
            description = "Measure.",
            subcommands = {LedgerBench.class, PaymentsBench.class, BankBench.class},
            synopsisSubcommandLabel = "WHAT")
    static final class Bench {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchMain())
                .setUsageHelpAutoWidth(false)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e));
    }

    /** What a user can act on is one line; anything else is a fault of ours and shows where it came from. */
    private static int failed(Exception e) {
        if (e instanceof CommandFailed || e instanceof StartRefused || e instanceof PostgresUnavailable) {
            System.err.println("tongbao: " + e.getMessage());
        } else {
            e.printStackTrace(System.err);
        }
        return FAILED;
    }
}
