package io.tongbao.server.sandbox;

import io.tongbao.customer.RegisterCustomer;
import io.tongbao.customer.identity.AnswerCheck;
import io.tongbao.customer.identity.ClaimIdentity;
import io.tongbao.customer.identity.IdentityCheck;
import io.tongbao.customer.identity.VerifyIdentity;
import io.tongbao.customer.tier.CheckKind;
import io.tongbao.kernel.Ids;
import io.tongbao.merchant.IssueApiKey;
import io.tongbao.merchant.RegisterProvider;
import io.tongbao.merchant.webhook.WebhookEndpoints;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.server.settings.StartupNotice;
import io.tongbao.server.settings.StartupStep;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Imported in sandbox mode only. */
@Configuration(proxyBeanMethods = false)
public class SandboxConfiguration {

    @Bean
    SandboxInbox sandboxInbox(InstantSource clock) {
        return new SandboxInbox(clock);
    }

    @Bean
    SandboxTexts sandboxTexts(InstantSource clock) {
        return new SandboxTexts(clock);
    }

    @Bean
    SandboxIdentityRegistry sandboxIdentityRegistry(ObjectProvider<AnswerCheck> answers) {
        return new SandboxIdentityRegistry(answers);
    }

    @Bean
    IdentityCheck sandboxPolice(SandboxIdentityRegistry registry) {
        return registry.source(CheckKind.PUBLIC_SECURITY);
    }

    @Bean
    IdentityCheck sandboxBankCards(SandboxIdentityRegistry registry) {
        return registry.source(CheckKind.BANK_CARD);
    }

    @Bean
    IdentityCheck sandboxCarrier(SandboxIdentityRegistry registry) {
        return registry.source(CheckKind.MOBILE_OPERATOR);
    }

    @Bean
    IdentityCheck sandboxFaces(SandboxIdentityRegistry registry) {
        return registry.source(CheckKind.FACE);
    }

    @Bean
    IdentityCheck sandboxEducation(SandboxIdentityRegistry registry) {
        return registry.source(CheckKind.EDUCATION);
    }

    @Bean
    IdentityCheck sandboxSocialSecurity(SandboxIdentityRegistry registry) {
        return registry.source(CheckKind.SOCIAL_SECURITY);
    }

    @Bean
    SandboxSeed sandboxSeed(
            RegisterProvider registerProvider,
            IssueApiKey issueApiKey,
            RegisterCustomer registerCustomer,
            WebhookEndpoints endpoints,
            PaymentDesk desk,
            Ids ids,
            ClaimIdentity claim,
            VerifyIdentity verify) {
        return new SandboxSeed(registerProvider, issueApiKey, registerCustomer, endpoints, desk, ids, claim, verify);
    }

    /** Once the server answers, because the inbox's address is known only then. */
    @Bean
    StartupStep seedSandbox(SandboxSeed seed) {
        return seed::run;
    }

    @Bean
    StartupNotice sandboxNotice() {
        return server -> {
            List<String> lines = new ArrayList<>();
            lines.add("");
            lines.add("Sandbox: nothing here is real money. Try it:");
            lines.add("");
            for (SandboxParties.SeededProvider provider : SandboxParties.PROVIDERS) {
                lines.add(
                        "  provider  %-16s  key %s".formatted(provider.secret().substring(8), provider.secret()));
            }
            for (SandboxParties.SeededPayer payer : SandboxParties.PAYERS) {
                lines.add("  payer     %s  PIN %s  %s".formatted(payer.msisdn(), payer.pin(), payer.name()));
            }
            lines.add("");
            lines.add("  API reference      " + server + "/docs");
            lines.add("  Texts to phones    " + server + SandboxTexts.PATH);
            lines.add("  Webhooks received  " + server + SandboxInbox.PATH);
            lines.add("  Health, metrics    " + server + "/health/ready  " + server + "/metrics");
            return lines;
        };
    }
}
