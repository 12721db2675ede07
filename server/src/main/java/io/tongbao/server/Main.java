package io.tongbao.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the server process; {@code ./tongbao} calls it. */
@Command(
        name = "tongbao",
        description = "Open, self-hostable mobile micropayment platform.",
        subcommands = {
            RunCommand.class,
            VerifyBooksCommand.class,
            StaffCommand.class,
            AuditCommand.class,
            KeysCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false);
    }
}
