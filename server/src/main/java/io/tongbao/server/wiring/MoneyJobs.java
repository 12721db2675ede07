package io.tongbao.server.wiring;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.payment.card.CardJobs;
import io.tongbao.payment.prepaid.ExpirePrepaid;
import io.tongbao.payment.prepaid.ReplacePrepaid;
import java.time.LocalTime;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What has to be done about bank cards and prepaid cards from time to time. */
@Configuration(proxyBeanMethods = false)
class MoneyJobs {

    private static final int PAGE = 500;
    private static final LocalTime MORNING = LocalTime.of(9, 30);

    @Bean
    RecurringTask<Void> lookAfterCards(CardJobs cards) {
        return Tasks.recurring("look-after-cards", FixedDelay.ofSeconds(60))
                .execute((instance, context) -> cards.look(PAGE));
    }

    /** In the morning: a text at night helps nobody. */
    @Bean
    RecurringTask<Void> warnOfCardExpiry(CardJobs cards) {
        return Tasks.recurring("warn-of-card-expiry", Schedules.daily(CustomerDesk.ZONE, MORNING))
                .execute((instance, context) -> {
                    while (cards.warnOfExpiry(PAGE) == PAGE) {
                        // A full page: there may be more.
                    }
                });
    }

    @Bean
    RecurringTask<Void> expirePrepaidCards(ExpirePrepaid expire, ReplacePrepaid replace) {
        return Tasks.recurring("expire-prepaid-cards", FixedDelay.ofHours(1)).execute((instance, context) -> {
            while (expire.run(PAGE) == PAGE) {
                // A full page: there may be more.
            }
            replace.forwardLateRefunds(PAGE);
        });
    }
}
