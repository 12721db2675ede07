package io.tongbao.web.signin;

import io.tongbao.credential.GuessLimits;
import io.tongbao.credential.OneTimeCodes;
import io.tongbao.credential.Passkeys;
import io.tongbao.credential.Passwords;
import io.tongbao.credential.ProofOfWork;
import io.tongbao.credential.RecoveryCodes;
import io.tongbao.credential.SecurityEvents;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.TotpDevices;
import io.tongbao.customer.Customers;
import io.tongbao.edge.CallMetrics;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.kernel.TextSender;
import io.tongbao.vault.Vault;
import io.tongbao.web.docs.DescriptionPages;
import io.tongbao.web.security.BrowserGate;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The customers' API and what signs customers in. Every bean that is a group of {@link AppRoutes} is part of it. Whoever imports
 * this provides the parameters of its methods; without a {@link TextSender} codes are made and reach nobody.
 */
@Configuration(proxyBeanMethods = false)
public class SignInConfiguration {

    @Bean
    OneTimeCodes oneTimeCodes(
            DataSource database,
            Vault vault,
            GuessLimits limits,
            InstantSource clock,
            Ids ids,
            ObjectProvider<TextSender> senders) {
        TextSender sender = message -> {
            TextSender available = senders.getIfAvailable();
            if (available == null) {
                throw new Refused(RequestError.OVERLOADED, "no way to send texts is configured");
            }
            available.send(message);
        };
        return new OneTimeCodes(
                database, vault, limits, clock, ids, new SecureRandom(), sender, SignInConfiguration::apart);
    }

    /** Hands a text over on a thread of its own, so that an answer does not tell how long that takes. */
    private static void apart(Runnable delivery) {
        Thread.ofVirtual().name("text-delivery").start(delivery);
    }

    @Bean
    RecoveryCodes recoveryCodes(
            DataSource database, Vault vault, GuessLimits limits, InstantSource clock, SecurityEvents events) {
        return new RecoveryCodes(database, vault, limits, clock, new SecureRandom(), events);
    }

    @Bean
    ProofOfWork proofOfWork(DataSource database, Vault vault, InstantSource clock) {
        return new ProofOfWork(database, vault, clock, new SecureRandom());
    }

    @Bean
    SignInCustomer signInCustomer(
            Customers customers,
            OneTimeCodes codes,
            Passwords passwords,
            TotpDevices totp,
            RecoveryCodes recovery,
            Passkeys passkeys,
            Sessions sessions,
            GuessLimits limits,
            ProofOfWork work) {
        return new SignInCustomer(customers, codes, passwords, totp, recovery, passkeys, sessions, limits, work);
    }

    @Bean
    SessionRoutes appSessionRoutes(SignInCustomer signIn, Passkeys passkeys, Sessions sessions) {
        return new SessionRoutes(signIn, passkeys, sessions, new SecureRandom());
    }

    @Bean
    CredentialRoutes appCredentialRoutes(
            Passwords passwords, TotpDevices totp, RecoveryCodes recovery, Sessions sessions, Customers customers) {
        return new CredentialRoutes(passwords, totp, recovery, sessions, customers);
    }

    @Bean
    PasskeyRoutes appPasskeyRoutes(Passkeys passkeys) {
        return new PasskeyRoutes(passkeys);
    }

    @Bean
    ServletRegistrationBean<AppServlet> appServlet(
            List<AppRoutes> groups,
            Sessions sessions,
            BrowserGate gate,
            CallMetrics metrics,
            InstantSource clock,
            Ids ids) {
        AppServlet servlet = AppServlet.of(groups, sessions, gate, metrics, clock, ids);
        ServletRegistrationBean<AppServlet> registration = new ServletRegistrationBean<>(servlet, "/app/v1/*");
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    ServletRegistrationBean<PasskeyPage> passkeyPage() {
        return new ServletRegistrationBean<>(new PasskeyPage(), PasskeyPage.PATHS.toArray(String[]::new));
    }

    @Bean
    ServletRegistrationBean<DescriptionPages> descriptionPages() {
        return new ServletRegistrationBean<>(new DescriptionPages(), DescriptionPages.PATHS.toArray(String[]::new));
    }
}
