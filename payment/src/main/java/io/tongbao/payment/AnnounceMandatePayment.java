package io.tongbao.payment;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.payment.mandate.Mandate;
import io.tongbao.payment.mandate.MandateError;
import io.tongbao.payment.mandate.Mandates;
import java.math.BigDecimal;
import java.util.UUID;

/**
 * A provider announces a payment it will take under a mandate; the customer is told in time to end the mandate. The first
 * announcement of a reference stands, a repeat changes nothing.
 *
 * <p>Errors: {@code MANDATE_NOT_FOUND}, {@code MANDATE_ENDED}, {@code MANDATE_PAYMENT_CAP}.
 */
public final class AnnounceMandatePayment {

    private final CustomerDesk customers;
    private final Mandates mandates;

    public AnnounceMandatePayment(CustomerDesk customers, Mandates mandates) {
        this.customers = customers;
        this.mandates = mandates;
    }

    public void execute(UUID providerId, UUID mandateId, String reference, Money amount) {
        Fields.reference(reference);
        Fields.payable(amount);
        Mandate mandate = mandates.find(mandateId)
                .filter(found -> found.providerId().equals(providerId))
                .orElseThrow(() -> new Refused(MandateError.MANDATE_NOT_FOUND));
        if (!mandate.active()) {
            throw new Refused(MandateError.MANDATE_ENDED);
        }
        if (amount.minor() > mandate.terms().perPaymentCapMinor()) {
            throw new Refused(MandateError.MANDATE_PAYMENT_CAP);
        }
        customers.inTransaction(() -> {
            boolean first = mandates.announce(mandateId, reference, amount.minor(), customers.nowMicros());
            if (first) {
                String shown =
                        BigDecimal.valueOf(amount.minor(), amount.currency().scale()) + " " + amount.currency();
                customers
                        .notices()
                        .record(
                                mandate.customerId(),
                                NoticeKind.MANDATE_PAYMENT_AHEAD,
                                mandate.terms().title() + " " + shown);
            }
            return first;
        });
    }
}
