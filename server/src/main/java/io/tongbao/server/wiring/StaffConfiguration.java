package io.tongbao.server.wiring;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.tongbao.credential.Passkeys;
import io.tongbao.credential.Passwords;
import io.tongbao.credential.RecoveryCodes;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.TotpDevices;
import io.tongbao.kernel.Mode;
import io.tongbao.merchant.wiring.KeysDirectory;
import io.tongbao.server.settings.StartupNotice;
import io.tongbao.server.settings.StartupStep;
import io.tongbao.staff.AuditTrail;
import io.tongbao.staff.InviteStaff;
import io.tongbao.staff.InviteStaff.InviteCommand;
import io.tongbao.staff.Proposals;
import io.tongbao.staff.Role;
import io.tongbao.staff.Staff;
import io.tongbao.staff.StaffCredentials;
import io.tongbao.staff.StaffSecurityEvents;
import io.tongbao.staff.audit.AuditSeals;
import io.tongbao.web.wiring.OpsConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The operator's people, their trail, and what has to be done about both from time to time. */
@Configuration(proxyBeanMethods = false)
@Import({OpsConfiguration.class, CredentialConfiguration.class})
class StaffConfiguration {

    private static final int PAGE = 200;
    private static final SortedMap<String, Role> SANDBOX_STAFF =
            new TreeMap<>(Map.of("ada", Role.ADMIN, "bai", Role.ADMIN, "chen", Role.RISK, "dora", Role.RISK));

    @Bean
    AuditTrail auditTrail(DataSource database, InstantSource clock) {
        return new AuditTrail(database, clock);
    }

    @Bean
    Staff staff(DataSource database) {
        return new Staff(database);
    }

    @Bean
    StaffSecurityEvents staffSecurityEvents(AuditTrail trail) {
        return new StaffSecurityEvents(trail);
    }

    @Bean
    StaffCredentials staffCredentials(
            Passwords passwords, TotpDevices totp, Passkeys passkeys, RecoveryCodes recovery, Sessions sessions) {
        return new StaffCredentials(passwords, totp, passkeys, recovery, sessions);
    }

    /** A sandbox has two administrators and two people for risk from the start; their set-up codes come from the command line. */
    @Bean
    StartupStep inviteSandboxStaff(Mode mode, Staff staff, InviteStaff invite) {
        return server -> {
            if (mode == Mode.SANDBOX) {
                SANDBOX_STAFF.forEach((login, role) -> {
                    if (staff.byLogin(login).isEmpty()) {
                        invite.bootstrap(new InviteCommand("sandbox:" + login, login, login), Set.of(role));
                    }
                });
            }
        };
    }

    @Bean
    StartupNotice staffNotice(Mode mode) {
        return server -> mode != Mode.SANDBOX
                ? List.of()
                : List.of("  Staff console      " + server + "/ops/v1 as " + String.join(", ", SANDBOX_STAFF.keySet())
                        + "; set up: ./tongbao staff renew --login ada");
    }

    @Bean
    RecurringTask<Void> expireProposals(Proposals proposals) {
        return Tasks.recurring("expire-proposals", FixedDelay.ofSeconds(60)).execute((instance, context) -> {
            while (proposals.expire(PAGE) == PAGE) {
                // A full page: there may be more.
            }
        });
    }

    /** Signed ends of the trail, outside the database: a chain kept only inside proves nothing against its own keeper. */
    @Bean
    RecurringTask<Void> sealAuditTrail(DataSource database, KeysDirectory keys, InstantSource clock) {
        AuditSeals seals = seals(database, keys, clock);
        return Tasks.recurring("seal-audit-trail", FixedDelay.ofSeconds(60)).execute((instance, context) -> {
            try {
                seals.sealIfAdvanced();
            } catch (SQLException | IOException e) {
                throw new IllegalStateException("the audit trail could not be sealed", e);
            }
        });
    }

    private static AuditSeals seals(DataSource database, KeysDirectory keys, InstantSource clock) {
        try {
            return new AuditSeals(database, keys.path(), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the audit key in " + keys.path() + " cannot be read or made", e);
        }
    }
}
