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
import io.tongbao.partner.PartnerId;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.payment.card.BinTable;
import io.tongbao.payment.card.CardKind;
import io.tongbao.server.settings.ServerOptions;
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

    @Bean(destroyMethod = "close")
    SandboxPartners sandboxPartners(ServerOptions options, InstantSource clock) {
        return new SandboxPartners(options.dataDirectory().resolve("partners"), clock);
    }

    /** The shipped ranges and those of the sandbox's own banks. */
    @Bean
    BinTable sandboxBins() {
        return BinTable.shippedWith(List.of(
                bin("622200", SandboxPartners.FIRST_BANK, CardKind.DEBIT, "沙箱第一银行借记卡", "Sandbox First Bank debit card"),
                bin(
                        "62220020",
                        SandboxPartners.FIRST_BANK,
                        CardKind.CREDIT,
                        "沙箱第一银行信用卡",
                        "Sandbox First Bank credit card"),
                bin(
                        "625500",
                        SandboxPartners.SECOND_BANK,
                        CardKind.DEBIT,
                        "沙箱第二银行借记卡",
                        "Sandbox Second Bank debit card"),
                bin(
                        "62550020",
                        SandboxPartners.SECOND_BANK,
                        CardKind.CREDIT,
                        "沙箱第二银行信用卡",
                        "Sandbox Second Bank credit card")));
    }

    private static BinTable.Bin bin(String prefix, PartnerId bank, CardKind kind, String nameZh, String nameEn) {
        return new BinTable.Bin(prefix, 16, bank, kind, nameZh, nameEn);
    }

    /** Once the server answers, because the inbox's address is known only then. */
    @Bean
    StartupStep seedSandbox(SandboxSeed seed) {
        return seed::run;
    }

    @Bean
    StartupNotice sandboxNotice(SandboxPartners partners) {
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
            if (!partners.lines().isEmpty()) {
                lines.add(
                        "  bank card 6222001000001013  holder 张三  phone +8613800138000  the bank's code is always 123456");
            }
            lines.add("");
            lines.addAll(partners.lines());
            lines.add("  API reference      " + server + "/docs");
            lines.add("  Texts to phones    " + server + SandboxTexts.PATH);
            lines.add("  Webhooks received  " + server + SandboxInbox.PATH);
            lines.add("  Health, metrics    " + server + "/health/ready  " + server + "/metrics");
            return lines;
        };
    }
}
