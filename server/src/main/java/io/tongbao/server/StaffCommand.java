package io.tongbao.server;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.staff.AuditTrail;
import io.tongbao.staff.InviteStaff;
import io.tongbao.staff.InviteStaff.Invitation;
import io.tongbao.staff.InviteStaff.InviteCommand;
import io.tongbao.staff.Role;
import io.tongbao.staff.Staff;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tongbao staff}: the first administrators, and the way back in for somebody who lost a factor. */
@Command(
        name = "staff",
        description = "Make members of staff from the command line of the server.",
        subcommands = {StaffCommand.CreateCommand.class, StaffCommand.RenewCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class StaffCommand {

    private static final int REFUSED = 1;

    @Option(names = "--help", usageHelp = true, description = "Print this text.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /** What a subcommand asks of the use case. */
    @FunctionalInterface
    private interface Asks {
        Invitation of(InviteStaff invite);
    }

    private static int run(DatabaseOptions database, Asks asks) {
        try {
            return database.open(System.getenv(), "tongbao-staff", pool -> print(asks.of(invite(pool))));
        } catch (Refused e) {
            System.err.println("tongbao: " + e.code().en() + " " + e.code().zh());
            return REFUSED;
        } catch (PostgresUnavailable | IllegalArgumentException | StartRefused e) {
            System.err.println("tongbao: " + e.getMessage());
            return REFUSED;
        }
    }

    private static InviteStaff invite(DataSource pool) {
        InstantSource clock = InstantSource.system();
        AuditTrail trail = new AuditTrail(pool, clock);
        return new InviteStaff(pool, new Staff(pool), trail, Ids.secure(clock), clock, new SecureRandom());
    }

    private static int print(Invitation invitation) {
        System.out.println("Member of staff  " + invitation.member().login() + "  "
                + invitation.member().publicId());
        System.out.println("Set-up code      " + invitation.token().reveal());
        System.out.println("Works once, until " + invitation.expiresAt()
                + "; send it with a password and a TOTP code to POST /ops/v1/setup (docs/operate/staff.md).");
        return 0;
    }

    /** {@code ./tongbao staff create --login NAME}. */
    @Command(
            name = "create",
            description = {
                "Make a member of staff and print the one-time set-up code. Make two administrators at least:",
                "every change of roles takes two people."
            },
            sortOptions = false)
    static final class CreateCommand implements Callable<Integer> {

        @Option(names = "--help", usageHelp = true, description = "Print this text.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        @Mixin
        private DatabaseOptions database = new DatabaseOptions();

        @Option(names = "--login", required = true, paramLabel = "NAME", description = "Login, such as li.lei.")
        private String login = "";

        @Option(names = "--name", paramLabel = "NAME", description = "Name shown to others. Default: the login.")
        private @Nullable String name;

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "viewer, care, risk, finance, admin or auditor; may be repeated. Default: admin.")
        private List<Role> roles = List.of();

        @Override
        public Integer call() {
            Set<Role> given = roles.isEmpty() ? EnumSet.of(Role.ADMIN) : EnumSet.copyOf(roles);
            String shown = name == null ? login : name;
            return run(database, invite -> invite.bootstrap(new InviteCommand("cli:" + login, login, shown), given));
        }
    }

    /** {@code ./tongbao staff renew --login NAME}. */
    @Command(
            name = "renew",
            description = "Print a new set-up code for somebody who lost password, phone or passkey.",
            sortOptions = false)
    static final class RenewCommand implements Callable<Integer> {

        @Option(names = "--help", usageHelp = true, description = "Print this text.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        @Mixin
        private DatabaseOptions database = new DatabaseOptions();

        @Option(names = "--login", required = true, paramLabel = "NAME", description = "Whose.")
        private String login = "";

        @Override
        public Integer call() {
            return run(database, invite -> invite.renew(login));
        }
    }
}
