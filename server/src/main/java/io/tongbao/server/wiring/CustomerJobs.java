package io.tongbao.server.wiring;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.identity.VerifyIdentity;
import io.tongbao.customer.life.Dormancy;
import io.tongbao.customer.life.Erase;
import io.tongbao.customer.life.Holds;
import io.tongbao.customer.notice.Notices;
import io.tongbao.customer.registration.Register;
import java.time.LocalTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What has to be done about customers from time to time. */
@Configuration(proxyBeanMethods = false)
class CustomerJobs {

    private static final int PAGE = 500;
    /** When few people pay. */
    private static final LocalTime NIGHT = LocalTime.of(3, 20);

    /** Those that could not be sent at once. */
    @Bean
    RecurringTask<Void> sendNotices(CustomerDesk desk) {
        return Tasks.recurring("send-notices", FixedDelay.ofSeconds(10)).execute((instance, context) -> {
            while (desk.notices().send(Notices.PAGE) == Notices.PAGE) {
                // A full page: there may be more.
            }
        });
    }

    /** Amounts that were frozen or released while a node stopped. */
    @Bean
    RecurringTask<Void> settleHolds(Holds holds) {
        return Tasks.recurring("settle-holds", FixedDelay.ofSeconds(10))
                .execute((instance, context) -> holds.settleDue(PAGE));
    }

    @Bean
    RecurringTask<Void> retryIdentityChecks(VerifyIdentity verify) {
        return Tasks.recurring("retry-identity-checks", FixedDelay.ofSeconds(30))
                .execute((instance, context) -> verify.retry(PAGE));
    }

    @Bean
    RecurringTask<Void> suspendDormant(Dormancy dormancy) {
        return Tasks.recurring("suspend-dormant", Schedules.daily(CustomerDesk.ZONE, NIGHT))
                .execute((instance, context) -> {
                    @Nullable UUID after = dormancy.step(null, PAGE);
                    while (after != null) {
                        after = dormancy.step(after, PAGE);
                    }
                });
    }

    @Bean
    RecurringTask<Void> wipeExpiredIdentities(Erase erase, Register register) {
        return Tasks.recurring("wipe-expired-identities", Schedules.daily(CustomerDesk.ZONE, NIGHT))
                .execute((instance, context) -> {
                    register.purge();
                    while (erase.wipeExpired(PAGE) == PAGE) {
                        // A full page: there may be more.
                    }
                });
    }
}
