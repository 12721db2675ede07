package io.tongbao.server.sandbox;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerKind;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.Pin;
import io.tongbao.customer.RegisterCommand;
import io.tongbao.customer.RegisterCustomer;
import io.tongbao.customer.identity.ClaimIdentity;
import io.tongbao.customer.identity.VerifyIdentity;
import io.tongbao.customer.tier.CheckKind;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Money;
import io.tongbao.merchant.IssueApiKey;
import io.tongbao.merchant.KeyAlgorithm;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.RegisterProvider;
import io.tongbao.merchant.webhook.EndpointStatus;
import io.tongbao.merchant.webhook.WebhookEndpoint;
import io.tongbao.merchant.webhook.WebhookEndpoints;
import io.tongbao.payment.CashIn;
import io.tongbao.payment.CashInCommand;
import io.tongbao.payment.IdempotencyId;
import io.tongbao.payment.Outcome;
import io.tongbao.payment.Payment;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.payment.PlainAnswers;
import io.tongbao.server.sandbox.SandboxParties.SeededPayer;
import io.tongbao.server.sandbox.SandboxParties.SeededProvider;
import java.net.URI;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes the sandbox's parties, through the same use cases as everybody's. Every step has an id of its own, so seeding an
 * old sandbox again changes nothing.
 */
final class SandboxSeed {

    private final RegisterProvider registerProvider;
    private final IssueApiKey issueApiKey;
    private final RegisterCustomer registerCustomer;
    private final WebhookEndpoints endpoints;
    private final CashIn cashIn;
    private final Ids ids;
    private final ClaimIdentity claim;
    private final VerifyIdentity verify;

    SandboxSeed(
            RegisterProvider registerProvider,
            IssueApiKey issueApiKey,
            RegisterCustomer registerCustomer,
            WebhookEndpoints endpoints,
            PaymentDesk desk,
            Ids ids,
            ClaimIdentity claim,
            VerifyIdentity verify) {
        this.ids = ids;
        this.claim = claim;
        this.verify = verify;
        this.registerProvider = registerProvider;
        this.issueApiKey = issueApiKey;
        this.registerCustomer = registerCustomer;
        this.endpoints = endpoints;
        this.cashIn = new CashIn(desk);
    }

    void run(URI server) {
        Map<SeededProvider, Provider> providers = new HashMap<>();
        for (SeededProvider seeded : SandboxParties.PROVIDERS) {
            providers.put(
                    seeded,
                    registerProvider.execute(new RegisterProvider.Command(
                            seeded.id(), seeded.name(), seeded.kind(), Currency.CNY, seeded.unlimited())));
            issueApiKey.issueSandboxKey(
                    seeded.keyId(), IssueApiKey.Command.of(seeded.id(), KeyAlgorithm.BEARER, null), seeded.secret());
        }
        pointWebhooksAt(server + SandboxInbox.PATH);
        Provider bank = providers.get(SandboxParties.BANK);
        for (SeededPayer seeded : SandboxParties.PAYERS) {
            try (Pin pin = Pin.of(seeded.pin())) {
                Customer customer = registerCustomer.execute(new RegisterCommand(
                        seeded.id(),
                        seeded.number(),
                        seeded.name(),
                        Currency.CNY,
                        pin,
                        true,
                        CustomerKind.PERSON,
                        seeded.language()));
                verify(customer, seeded);
                if (bank != null) {
                    fund(bank, customer, seeded.opening());
                }
            }
        }
    }

    /** The inbox moves with the server's port; endpoints at earlier ports are deleted. */
    private void pointWebhooksAt(String inbox) {
        UUID provider = SandboxParties.COFFEE.id();
        boolean found = false;
        for (WebhookEndpoint endpoint : endpoints.list(provider)) {
            boolean current = endpoint.url().equals(inbox);
            found |= current;
            if (current && endpoint.status() == EndpointStatus.PAUSED) {
                endpoints.setStatus(provider, endpoint.id(), EndpointStatus.ACTIVE);
            } else if (!current
                    && endpoint.url().endsWith(SandboxInbox.PATH)
                    && endpoint.status() == EndpointStatus.ACTIVE) {
                endpoints.setStatus(provider, endpoint.id(), EndpointStatus.DELETED);
            }
        }
        if (!found) {
            endpoints.create(provider, "sandbox-inbox-" + ids.next(), inbox, List.of(), false);
        }
    }

    /** Class II: confirmed by three sources. */
    private void verify(Customer customer, SeededPayer seeded) {
        if (customer.status() != CustomerStatus.CLOSED) {
            claim.execute(new ClaimIdentity.Command(customer.id(), seeded.name(), seeded.document()));
            verify.execute(
                    customer.id(),
                    EnumSet.of(CheckKind.PUBLIC_SECURITY, CheckKind.BANK_CARD, CheckKind.MOBILE_OPERATOR));
        }
    }

    private void fund(Provider bank, Customer customer, Money opening) {
        Outcome<Payment> outcome = cashIn.execute(
                new CashInCommand(
                        IdempotencyId.ofSystem("sandbox", "opening-" + customer.id()),
                        bank.id(),
                        bank.accountId(),
                        customer.id(),
                        null,
                        opening),
                PlainAnswers.PAYMENT);
        if (!outcome.succeeded() && !outcome.replayed()) {
            throw new IllegalStateException("the sandbox's payers could not be funded: " + outcome.refusedWith());
        }
    }
}
