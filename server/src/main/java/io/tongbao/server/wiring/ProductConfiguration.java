package io.tongbao.server.wiring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Customers;
import io.tongbao.customer.Devices;
import io.tongbao.customer.EnrolDevice;
import io.tongbao.customer.PinKeyring;
import io.tongbao.customer.RegisterCustomer;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.ledger.Ledger;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.commit.LaneStatistics;
import io.tongbao.merchant.wiring.KeysDirectory;
import io.tongbao.merchant.wiring.MerchantConfiguration;
import io.tongbao.outbox.EventSignal;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.payment.PaymentPartners;
import io.tongbao.payment.PolicyPack;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartupStep;
import io.tongbao.vault.Vault;
import io.tongbao.web.app.CustomerConfiguration;
import io.tongbao.web.wiring.MoneyConfiguration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The product: ledger, customers, payments, service providers, jobs. */
@Configuration(proxyBeanMethods = false)
@Import({
    MerchantConfiguration.class,
    JobsConfiguration.class,
    PartnerConfiguration.class,
    StaffConfiguration.class,
    PkiConfiguration.class,
    CustomerConfiguration.class,
    MoneyConfiguration.class,
    MoneyJobs.class,
    CustomerJobs.class
})
public class ProductConfiguration {

    @Bean
    Mode mode(ServerOptions options) {
        return options.mode();
    }

    @Bean
    KeysDirectory keysDirectory(ServerOptions options) {
        return new KeysDirectory(options.keysDirectory());
    }

    @Bean(destroyMethod = "close")
    LedgerNode ledger(DataSource database, ServerOptions options, InstantSource clock) {
        return LedgerNode.start(database, LedgerOptions.defaults(nodeName(options)), clock);
    }

    /** Two servers on one machine differ by their ports; a server that comes back is recognised by its own. */
    private static String nodeName(ServerOptions options) {
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + options.port();
        } catch (UnknownHostException e) {
            return "localhost:" + options.port();
        }
    }

    @Bean
    PinKeyring pinKeyring(Vault vault) {
        return new PinKeyring(vault);
    }

    @Bean
    Customers customers(DataSource database) {
        return new Customers(database);
    }

    @Bean
    Devices devices(DataSource database) {
        return new Devices(database);
    }

    @Bean
    StartupSteps startupSteps(
            ObjectProvider<StartupStep> steps, ServerOptions options, WebServerApplicationContext context) {
        return new StartupSteps(steps, options, context);
    }

    @Bean
    CustomerGuards customerGuards(PinKeyring keyring, Mode mode) {
        return Sabotage.OF_LOCKOUT.isOn(mode) ? CustomerGuards.sabotaged(keyring) : new CustomerGuards(keyring);
    }

    @Bean
    RegisterCustomer registerCustomer(DataSource database, PinKeyring keyring, InstantSource clock) {
        return new RegisterCustomer(database, keyring, clock);
    }

    @Bean
    EnrolDevice enrolDevice(DataSource database, Customers customers, Ids ids, InstantSource clock) {
        return new EnrolDevice(database, customers, ids, clock);
    }

    @Bean
    EventSignal eventSignal() {
        return new EventSignal();
    }

    @Bean
    PaymentDesk paymentDesk(
            Ledger ledger,
            DataSource database,
            InstantSource clock,
            Ids ids,
            Customers customers,
            CustomerGuards guards,
            EventSignal signal,
            PaymentPartners partners) {
        return new PaymentDesk(ledger, database, clock, ids, customers, guards, signal, PolicyPack.DEFAULT, partners);
    }

    @Bean
    MeterBinder ledgerMetrics(LedgerNode ledger) {
        LaneStatistics statistics = ledger.statistics();
        return registry -> {
            Gauge.builder("tongbao.ledger.queued", ledger, LedgerNode::queued).register(registry);
            FunctionCounter.builder("tongbao.ledger.batches", statistics, LaneStatistics::batches)
                    .register(registry);
            FunctionCounter.builder("tongbao.ledger.postings", statistics, LaneStatistics::postings)
                    .register(registry);
            FunctionCounter.builder("tongbao.ledger.transfers", statistics, LaneStatistics::transfers)
                    .register(registry);
            FunctionCounter.builder("tongbao.ledger.overloads", statistics, LaneStatistics::overloads)
                    .register(registry);
        };
    }
}
