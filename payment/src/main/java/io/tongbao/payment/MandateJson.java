package io.tongbao.payment;

import io.tongbao.customer.Customer;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.json.JsonBytes;
import io.tongbao.payment.mandate.Mandate;
import io.tongbao.payment.mandate.MandateTerms;

/** The v1 representation of a mandate. */
public final class MandateJson {

    private MandateJson() {}

    public static byte[] write(Mandate mandate) {
        JsonBytes json = new JsonBytes();
        write(json, mandate);
        return json.toBytes();
    }

    /** As one object, where a value may stand. */
    public static void write(JsonBytes json, Mandate mandate) {
        MandateTerms terms = mandate.terms();
        json.begin()
                .id("id", Mandate.PREFIX, mandate.id())
                .field("object", "mandate")
                .field("status", mandate.active() ? "active" : "ended")
                .field("ended_by", mandate.endedBy().wire())
                .id("customer_id", Customer.PREFIX, mandate.customerId())
                .id("provider_id", PaymentJson.PROVIDER_PREFIX, mandate.providerId())
                .field("title", terms.title())
                .field("currency", terms.currency().name())
                .field("per_payment_cap_minor", terms.perPaymentCapMinor())
                .field("period", terms.period().wire())
                .field("period_cap_minor", terms.periodCapMinor())
                .field("period_count", terms.periodCount())
                .time("valid_from", terms.validFromTs())
                .time("valid_until", terms.validUntilTs())
                .field("source", terms.source().wire());
        switch (terms.source()) {
            case FundingSource.BankCard(var id) -> json.id("source_id", FundingSource.BankCard.PREFIX, id);
            case FundingSource.PrepaidCard(var id) -> json.id("source_id", FundingSource.PrepaidCard.PREFIX, id);
            case FundingSource.Wallet wallet -> {}
            case FundingSource.PhoneBill bill -> {}
        }
        json.field("first_needs_proof", terms.firstNeedsProof())
                .field("notice_hours", terms.noticeHours())
                .field("period_start", mandate.periodStart().toString())
                .field("spent_minor", mandate.spentMinor())
                .field("spent_count", mandate.spentCount())
                .field("payments", mandate.payments())
                .time("created_at", mandate.createdTs())
                .end();
    }
}
