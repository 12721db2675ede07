package io.tongbao.server.wiring;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.audit.CheckpointExporter;
import io.tongbao.ledger.audit.ContinuousAuditor;
import io.tongbao.merchant.wiring.KeysDirectory;
import io.tongbao.payment.ExpirePayments;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.vault.ResealFields;
import io.tongbao.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Recurring jobs, each run by one node at a time, kept in the database by db-scheduler. */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {

    private static final int PAGE = 500;
    private static final int AUDITED_BATCHES = 20_000;
    /** Orders end their own reservations; what nobody ended by then, the ledger does. */
    private static final Duration ORPHAN_GRACE = Duration.ofMinutes(2);

    @Bean
    RecurringTask<Void> expirePayments(PaymentDesk desk) {
        ExpirePayments expiry = new ExpirePayments(desk);
        return Tasks.recurring("expire-payments", FixedDelay.ofSeconds(2)).execute((instance, context) -> {
            while (expiry.step(PAGE) == PAGE) {
                // A full page: there may be more.
            }
        });
    }

    @Bean
    RecurringTask<Void> expireReservations(LedgerNode ledger) {
        return Tasks.recurring("expire-reservations", FixedDelay.ofSeconds(30)).execute((instance, context) -> {
            while (ledger.expireDue(ORPHAN_GRACE, PAGE) == PAGE) {
                // A full page: there may be more.
            }
        });
    }

    /** Signed heads of all lanes, outside the database: a chain kept only inside proves nothing against its own keeper. */
    @Bean
    RecurringTask<Void> exportCheckpoints(DataSource database, KeysDirectory keys, InstantSource clock) {
        CheckpointExporter exporter = checkpointExporter(database, keys, clock);
        return Tasks.recurring("export-checkpoints", FixedDelay.ofSeconds(60)).execute((instance, context) -> {
            try {
                exporter.exportIfAdvanced();
            } catch (SQLException | IOException e) {
                throw new IllegalStateException("the ledger's checkpoint could not be exported", e);
            }
        });
    }

    private static CheckpointExporter checkpointExporter(DataSource database, KeysDirectory keys, InstantSource clock) {
        try {
            return new CheckpointExporter(database, keys.path(), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint key in " + keys.path() + " cannot be read or made", e);
        }
    }

    @Bean
    RecurringTask<Void> auditLedger(DataSource database, LedgerHealth health) {
        ContinuousAuditor auditor = new ContinuousAuditor(database, AUDITED_BATCHES);
        return Tasks.recurring("audit-ledger", FixedDelay.ofSeconds(60)).execute((instance, context) -> {
            try {
                health.report(auditor.audit());
            } catch (SQLException e) {
                throw new IllegalStateException("the ledger could not be audited", e);
            }
        });
    }

    /** After a rotation, what older keys sealed is sealed again; otherwise this finds nothing to do. */
    @Bean
    RecurringTask<Void> resealFields(DataSource database, Vault vault) {
        ResealFields fields = new ResealFields(vault, KeyOwners.reseals(database));
        return Tasks.recurring("reseal-fields", FixedDelay.ofSeconds(60)).execute((instance, context) -> {
            while (fields.pending()) {
                fields.step(PAGE);
            }
        });
    }

    @Bean
    LedgerHealth ledgerHealth() {
        return new LedgerHealth();
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    Scheduler scheduler(DataSource database, ObjectProvider<RecurringTask<Void>> jobs) {
        List<RecurringTask<Void>> tasks = jobs.orderedStream().toList();
        return Scheduler.create(database)
                .startTasks(tasks)
                .tableName("server.scheduled_tasks")
                .threads(2)
                .pollingInterval(Duration.ofSeconds(1))
                .build();
    }
}
