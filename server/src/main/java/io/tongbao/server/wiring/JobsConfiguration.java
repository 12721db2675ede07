package io.tongbao.server.wiring;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.payment.ExpirePayments;
import io.tongbao.payment.PaymentDesk;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Recurring jobs, each run by one node at a time, kept in the database by db-scheduler. */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {

    private static final int PAGE = 500;
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
