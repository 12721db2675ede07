package io.tongbao.payment;

import io.tongbao.payment.json.JsonBytes;

/** The v1 representation of a refund: API answers, event payloads, webhooks. Fields without a value are absent. */
public final class RefundJson {

    private RefundJson() {}

    public static byte[] write(Refund refund) {
        JsonBytes json = new JsonBytes();
        write(json, refund);
        return json.toBytes();
    }

    /** As one object, where a value may stand. */
    public static void write(JsonBytes json, Refund refund) {
        json.begin()
                .id("id", Refund.PREFIX, refund.id())
                .field("object", "refund")
                .field("state", refund.state().wire())
                .id("payment_id", Payment.PREFIX, refund.paymentId())
                .id("provider_id", PaymentJson.PROVIDER_PREFIX, refund.providerId())
                .field("reference", refund.reference())
                .field("amount_minor", refund.amountMinor())
                .field("currency", refund.currency().name())
                .field("reason", refund.reason());
        String failure = refund.failure();
        if (failure != null) {
            json.field("failure", failure);
        }
        if (refund.destination() != RefundDestination.WALLET) {
            json.field("destination", refund.destination().wire());
        }
        json.time("created_at", refund.createdTs()).end();
    }
}
