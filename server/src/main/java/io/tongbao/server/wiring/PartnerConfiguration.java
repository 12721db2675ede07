package io.tongbao.server.wiring;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tongbao.bank.BankKind;
import io.tongbao.bank.file.FileKind;
import io.tongbao.bank.http.HttpKind;
import io.tongbao.bank.iso8583.Iso8583Kind;
import io.tongbao.carrier.CarrierKind;
import io.tongbao.carrier.camara.CamaraKind;
import io.tongbao.carrier.diameter.DiameterKind;
import io.tongbao.partner.LateAnswers;
import io.tongbao.partner.PartnerSettings;
import io.tongbao.partner.guard.PartnerGate;
import io.tongbao.payment.LateAnswerDesk;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.payment.PaymentPartners;
import io.tongbao.payment.ResolveLegs;
import io.tongbao.payment.card.CardJobs;
import io.tongbao.payment.funding.CardAccess;
import io.tongbao.payment.funding.InDoubtReport;
import io.tongbao.payment.funding.PartnerBook;
import io.tongbao.payment.funding.PartnerSwitches;
import io.tongbao.payment.funding.PrepaidAccess;
import io.tongbao.server.settings.PartnerFiles;
import io.tongbao.server.settings.SandboxPartnerSettings;
import io.tongbao.server.settings.ServerOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Banks and carriers behind their gate, and the job that resolves what they left in doubt. Banks and carriers are added to the {@link
 * PartnerBook} by whoever opens them, with the {@link LateAnswerDesk} as their ear.
 */
@Configuration(proxyBeanMethods = false)
class PartnerConfiguration {

    private static final Logger log = LoggerFactory.getLogger(PartnerConfiguration.class);
    private static final int PAGE = 200;
    /** Doubt older than this wants a person's look. */
    private static final long ALERT_AGE_SECONDS = 600;

    @Bean
    PartnerSwitches partnerSwitches(DataSource database, InstantSource clock) {
        return new PartnerSwitches(JdbcClient.create(database), clock);
    }

    @Bean(destroyMethod = "close")
    PartnerGate partnerGate(InstantSource clock, PartnerSwitches switches) {
        return new PartnerGate(clock, switches);
    }

    @Bean
    PartnerBook partnerBook(PartnerGate gate) {
        return new PartnerBook(gate);
    }

    @Bean
    PaymentPartners paymentPartners(
            DataSource database,
            PartnerBook book,
            ObjectProvider<CardAccess> cards,
            ObjectProvider<PrepaidAccess> prepaid) {
        return new PaymentPartners(
                database,
                book,
                cards.getIfAvailable(PaymentPartners::noCards),
                prepaid.getIfAvailable(PaymentPartners::noPrepaid),
                PaymentPartners.REVERSE_AFTER);
    }

    @Bean
    LateAnswerDesk lateAnswerDesk(PaymentDesk desk) {
        return new LateAnswerDesk(desk);
    }

    /** Opened as soon as there is somebody to hear their answers; a partner that is down is connected to by and by. */
    @Bean(destroyMethod = "close")
    OpenedPartners openedPartners(
            DataSource database,
            InstantSource clock,
            ServerOptions options,
            PartnerBook book,
            LateAnswerDesk legs,
            CardJobs cards,
            HttpKind httpBanks,
            ObjectProvider<SandboxPartnerSettings> sandbox) {
        Path secrets = options.keysDirectory().resolve("partners");
        List<PartnerSettings> settings = new ArrayList<>();
        if (options.partners() != null) {
            settings.addAll(PartnerFiles.read(options.partners()));
        } else if (options.database() == null) {
            // Nodes that share a database would each have a bank with books of its own: they name theirs.
            sandbox.ifAvailable(shipped -> settings.addAll(shipped.start(secrets)));
        }
        LateAnswers late = (partner, id, answer) -> {
            cards.arrived(partner, id, answer);
            legs.arrived(partner, id, answer);
        };
        return OpenedPartners.open(
                settings,
                book,
                List.of(
                        new Iso8583Kind(),
                        httpBanks,
                        new FileKind(
                                (bank, file, what) -> log.error("a file of {} was refused: {}: {}", bank, file, what))),
                new BankKind.Surroundings(clock, database, secrets, late),
                List.of(new CamaraKind(), new DiameterKind()),
                new CarrierKind.Surroundings(clock, secrets, late));
    }

    @Bean
    HttpKind httpBanks() {
        return new HttpKind();
    }

    @Bean
    ServletRegistrationBean<PartnerServlet> partnerServlet(HttpKind httpBanks, OpenedPartners partners) {
        return new ServletRegistrationBean<>(new PartnerServlet(httpBanks, partners), PartnerServlet.PATHS);
    }

    @Bean
    RecurringTask<Void> exchangeBankFiles(OpenedPartners partners) {
        return Tasks.recurring("exchange-bank-files", FixedDelay.ofSeconds(30))
                .execute((instance, context) -> partners.tick());
    }

    @Bean
    AtomicReference<InDoubtReport> inDoubt() {
        return new AtomicReference<>(InDoubtReport.NONE);
    }

    @Bean
    RecurringTask<Void> resolveLegs(PaymentDesk desk, InstantSource clock, AtomicReference<InDoubtReport> inDoubt) {
        ResolveLegs resolve = new ResolveLegs(desk);
        return Tasks.recurring("resolve-legs", FixedDelay.ofSeconds(1)).execute((instance, context) -> {
            int looked = resolve.launch(PAGE);
            log.debug("looked at {} instructions", looked);
            InDoubtReport report =
                    desk.partners().legs().inDoubt(clock.instant().toEpochMilli() * 1_000);
            inDoubt.set(report);
            if (report.oldestSeconds() > ALERT_AGE_SECONDS) {
                log.error("instructions to partners are in doubt for long: {}", report.lines());
            }
        });
    }

    @Bean
    MeterBinder partnerMetrics(AtomicReference<InDoubtReport> inDoubt) {
        return registry -> {
            Gauge.builder("tongbao.partners.in_doubt", () -> latest(inDoubt).count())
                    .register(registry);
            Gauge.builder("tongbao.partners.in_doubt.oldest_seconds", () -> latest(inDoubt)
                            .oldestSeconds())
                    .register(registry);
        };
    }

    private static InDoubtReport latest(AtomicReference<InDoubtReport> inDoubt) {
        return Objects.requireNonNullElse(inDoubt.get(), InDoubtReport.NONE);
    }
}
