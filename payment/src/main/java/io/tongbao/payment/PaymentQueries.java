package io.tongbao.payment;

import io.tongbao.ledger.StatementLine;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Work in progress: the signatures stand. Reads of payments, refunds, agreements and statements. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class PaymentQueries {

    private final PaymentDesk desk;

    public PaymentQueries(PaymentDesk desk) {
        this.desk = desk;
    }

    public Optional<Payment> byId(Party reader, UUID paymentId) {
        throw new UnsupportedOperationException(desk + " " + reader + paymentId);
    }

    public Optional<Payment> byReference(UUID providerId, String reference) {
        throw new UnsupportedOperationException(desk + " " + providerId + reference);
    }

    public Page<Payment> list(Party reader, PaymentFilter filter) {
        throw new UnsupportedOperationException(desk + " " + reader + filter);
    }

    public List<Refund> refunds(Party reader, UUID paymentId) {
        throw new UnsupportedOperationException(desk + " " + reader + paymentId);
    }

    public Optional<Refund> refund(Party reader, UUID refundId) {
        throw new UnsupportedOperationException(desk + " " + reader + refundId);
    }

    public Optional<Agreement> agreement(Party reader, UUID agreementId) {
        throw new UnsupportedOperationException(desk + " " + reader + agreementId);
    }

    public List<StatementLine> statement(UUID customerId, long beforeTs, int limit) {
        throw new UnsupportedOperationException(desk + " " + customerId + beforeTs + limit);
    }
}
