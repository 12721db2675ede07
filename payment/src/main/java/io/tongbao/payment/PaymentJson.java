package io.tongbao.payment;

import io.tongbao.customer.Customer;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.json.JsonBytes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The v1 representation of a payment: API answers, event payloads, webhooks. Fields without a value are absent. */
public final class PaymentJson {

    /** Prefix of public ids of service providers and agents. */
    public static final String PROVIDER_PREFIX = "sp";

    private PaymentJson() {}

    public static byte[] write(Payment payment) {
        JsonBytes json = new JsonBytes();
        write(json, payment);
        return json.toBytes();
    }

    /** As one object, where a value may stand. */
    public static void write(JsonBytes json, Payment payment) {
        json.begin().id("id", Payment.PREFIX, payment.id()).field("object", "payment");
        json.field("kind", payment.kind().wire()).field("state", payment.state().wire());
        id(json, "provider_id", PROVIDER_PREFIX, payment.providerId());
        text(json, "reference", payment.reference());
        id(json, "payer_id", Customer.PREFIX, payment.payerId());
        id(json, "payee_id", Customer.PREFIX, payment.payeeId());
        json.field("amount_minor", payment.amountMinor())
                .field("currency", payment.currency().name())
                .field("captured_minor", payment.capturedMinor())
                .field("refunded_minor", payment.refundedMinor())
                .field("subject", payment.subject());
        ProofMethod method = payment.method();
        if (method != null) {
            json.field("method", method.wire());
        }
        id(json, "agreement_id", Agreement.PREFIX, payment.agreementId());
        source(json, payment);
        text(json, "failure", payment.failure());
        json.field("version", payment.version()).time("created_at", payment.createdTs());
        time(json, "expires_at", payment.expiresTs());
        time(json, "completed_at", payment.completedTs());
        time(json, "cancellable_until", payment.cancellableUntilTs());
        time(json, "capture_until", payment.captureUntilTs());
        json.end();
    }

    /** Absent for the wallet; a card's number is masked. */
    private static void source(JsonBytes json, Payment payment) {
        FundingSource source = payment.source();
        if (source instanceof FundingSource.Wallet) {
            return;
        }
        json.name("funding_source").begin().field("type", source.wire());
        if (source instanceof FundingSource.BankCard(UUID card)) {
            json.id("card", FundingSource.BankCard.PREFIX, card);
        } else if (source instanceof FundingSource.PrepaidCard(UUID card)) {
            json.id("card", FundingSource.PrepaidCard.PREFIX, card);
        }
        text(json, "label", payment.sourceLabel());
        json.end();
    }

    private static void id(JsonBytes json, String name, String prefix, @Nullable UUID id) {
        if (id != null) {
            json.id(name, prefix, id);
        }
    }

    private static void text(JsonBytes json, String name, @Nullable String text) {
        if (text != null) {
            json.field(name, text);
        }
    }

    private static void time(JsonBytes json, String name, long ts) {
        if (ts != 0) {
            json.time(name, ts);
        }
    }
}
