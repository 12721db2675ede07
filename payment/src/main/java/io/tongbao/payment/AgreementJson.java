package io.tongbao.payment;

import io.tongbao.customer.Customer;
import io.tongbao.payment.json.JsonBytes;

/** The v1 representation of an agreement. */
public final class AgreementJson {

    private AgreementJson() {}

    public static byte[] write(Agreement agreement) {
        JsonBytes json = new JsonBytes();
        write(json, agreement);
        return json.toBytes();
    }

    /** As one object, where a value may stand. */
    public static void write(JsonBytes json, Agreement agreement) {
        json.begin()
                .id("id", Agreement.PREFIX, agreement.id())
                .field("object", "agreement")
                .field("status", agreement.status().wire())
                .id("customer_id", Customer.PREFIX, agreement.customerId())
                .id("provider_id", PaymentJson.PROVIDER_PREFIX, agreement.providerId())
                .field("currency", agreement.currency().name())
                .field("per_payment_cap_minor", agreement.perPaymentCapMinor())
                .field("daily_cap_minor", agreement.dailyCapMinor())
                .field("spent_day", agreement.spentDay().toString())
                .field("spent_minor", agreement.spentMinor())
                .time("created_at", agreement.createdTs())
                .end();
    }
}
