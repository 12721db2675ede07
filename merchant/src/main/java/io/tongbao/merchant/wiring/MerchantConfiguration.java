package io.tongbao.merchant.wiring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tongbao.customer.Devices;
import io.tongbao.edge.CallMetrics;
import io.tongbao.edge.container.ContainerErrors;
import io.tongbao.edge.container.ProblemResolver;
import io.tongbao.edge.container.ProblemValve;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.ledger.Ledger;
import io.tongbao.merchant.ApiKeys;
import io.tongbao.merchant.ChangeProviderStatus;
import io.tongbao.merchant.IssueApiKey;
import io.tongbao.merchant.Providers;
import io.tongbao.merchant.RegisterProvider;
import io.tongbao.merchant.http.AgreementsController;
import io.tongbao.merchant.http.ApiRoutes;
import io.tongbao.merchant.http.ApiServlet;
import io.tongbao.merchant.http.BalanceController;
import io.tongbao.merchant.http.CashController;
import io.tongbao.merchant.http.DocsController;
import io.tongbao.merchant.http.ErrorCatalogue;
import io.tongbao.merchant.http.PaymentUseCases;
import io.tongbao.merchant.http.PaymentsController;
import io.tongbao.merchant.http.Proofs;
import io.tongbao.merchant.http.RateLimits;
import io.tongbao.merchant.http.RefundsController;
import io.tongbao.merchant.http.WalletController;
import io.tongbao.merchant.http.WebhooksController;
import io.tongbao.merchant.requestlog.RequestLog;
import io.tongbao.merchant.webhook.WebhookDeliveries;
import io.tongbao.merchant.webhook.WebhookDispatcher;
import io.tongbao.merchant.webhook.WebhookEndpoints;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.vault.Vault;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans of this module. Whoever imports it provides as beans: {@link DataSource}, {@link Ledger}, {@link PaymentDesk},
 * {@link Devices}, {@link InstantSource}, {@link Ids}, {@link Mode} and {@link Vault}; and migrates the schema
 * {@code merchant} before.
 */
@Configuration(proxyBeanMethods = false)
public class MerchantConfiguration {

    @Bean
    Providers providers(DataSource database) {
        return new Providers(database);
    }

    @Bean
    RegisterProvider registerProvider(DataSource database, InstantSource clock) {
        return new RegisterProvider(database, clock);
    }

    @Bean
    ChangeProviderStatus changeProviderStatus(DataSource database) {
        return new ChangeProviderStatus(database);
    }

    @Bean
    ApiKeys apiKeys(DataSource database, InstantSource clock, Vault vault, Mode mode) {
        return new ApiKeys(database, clock, vault, mode);
    }

    @Bean
    IssueApiKey issueApiKey(DataSource database, InstantSource clock, Ids ids, Vault vault, Mode mode) {
        return new IssueApiKey(database, clock, ids, vault, mode);
    }

    @Bean
    LogPartitions logPartitions(DataSource database, InstantSource clock) {
        return new LogPartitions(database, clock);
    }

    @Bean(destroyMethod = "close")
    RequestLog requestLog(DataSource database, LogPartitions partitions) {
        partitions.start();
        return new RequestLog(database);
    }

    @Bean
    WebhookEndpoints webhookEndpoints(DataSource database, InstantSource clock, Vault vault, Mode mode) {
        return new WebhookEndpoints(database, clock, vault, mode);
    }

    @Bean
    WebhookDeliveries webhookDeliveries(DataSource database, InstantSource clock) {
        return new WebhookDeliveries(database, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    WebhookDispatcher webhookDispatcher(
            DataSource database,
            InstantSource clock,
            Ids ids,
            Vault vault,
            Mode mode,
            PaymentDesk desk,
            LogPartitions partitions) {
        partitions.start();
        return new WebhookDispatcher(database, clock, ids, vault, mode, desk.signal());
    }

    @Bean
    PaymentUseCases paymentUseCases(PaymentDesk desk) {
        return PaymentUseCases.of(desk);
    }

    @Bean
    Proofs proofs(PaymentDesk desk) {
        return new Proofs(desk.customers());
    }

    @Bean
    RateLimits rateLimits() {
        return new RateLimits();
    }

    @Bean
    CallMetrics callMetrics(MeterRegistry registry) {
        return new CallMetrics(registry);
    }

    @Bean
    ServletRegistrationBean<ApiServlet> apiServlet(
            List<ApiRoutes> groups,
            CallMetrics metrics,
            ApiKeys keys,
            Devices devices,
            RateLimits limits,
            RequestLog log,
            InstantSource clock,
            Ids ids,
            Mode mode) {
        ApiServlet servlet = new ApiServlet(groups, metrics, keys, devices, limits, log, clock, ids, mode);
        ServletRegistrationBean<ApiServlet> registration = new ServletRegistrationBean<>(servlet, "/v1/*");
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    ProblemResolver problemResolver(Ids ids) {
        return new ProblemResolver(ids);
    }

    @Bean
    ContainerErrors containerErrors(Ids ids) {
        return new ContainerErrors(ids);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcatForTheApi() {
        return factory -> {
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(ProblemValve.class.getName());
                }
            });
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
                    // A provider's connection serves as long as it is used; the default closes it after 100 requests.
                    protocol.setMaxKeepAliveRequests(-1);
                }
            });
        };
    }

    @Bean
    PaymentsController paymentsController(PaymentUseCases useCases, Proofs proofs) {
        return new PaymentsController(useCases, proofs);
    }

    @Bean
    RefundsController refundsController(PaymentUseCases useCases) {
        return new RefundsController(useCases);
    }

    @Bean
    AgreementsController agreementsController(PaymentUseCases useCases, Proofs proofs) {
        return new AgreementsController(useCases, proofs);
    }

    @Bean
    CashController cashController(PaymentUseCases useCases, Proofs proofs) {
        return new CashController(useCases, proofs);
    }

    @Bean
    WalletController walletController(PaymentDesk desk, Ledger ledger, PaymentUseCases useCases, RateLimits limits) {
        return new WalletController(desk.customers(), ledger, useCases, limits);
    }

    @Bean
    BalanceController balanceController(Ledger ledger) {
        return new BalanceController(ledger);
    }

    @Bean
    WebhooksController webhooksController(
            WebhookEndpoints endpoints, WebhookDeliveries deliveries, WebhookDispatcher dispatcher) {
        return new WebhooksController(endpoints, deliveries, dispatcher);
    }

    @Bean
    DocsController docsController() {
        return new DocsController(ErrorCatalogue.all());
    }

    @Bean
    MeterBinder merchantMetrics(RequestLog log, WebhookDispatcher webhooks) {
        return registry -> {
            FunctionCounter.builder("tongbao.requestlog.written", log, RequestLog::written)
                    .register(registry);
            FunctionCounter.builder("tongbao.requestlog.dropped", log, RequestLog::dropped)
                    .register(registry);
            FunctionCounter.builder("tongbao.webhooks.delivered", webhooks, WebhookDispatcher::delivered)
                    .register(registry);
            FunctionCounter.builder("tongbao.webhooks.failed", webhooks, WebhookDispatcher::failed)
                    .register(registry);
        };
    }
}
