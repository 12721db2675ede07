package io.tongbao.payment;

import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.util.UUID;

/**
 * A customer lets one provider take small payments without asking. Both caps in the wallet's currency, positive, the cap
 * per payment at most the daily one.
 */
public record CreateAgreementCommand(
        IdempotencyId idempotency, UUID providerId, Money perPaymentCap, Money dailyCap, PayerProof proof) {

    public CreateAgreementCommand {
        Fields.payable(perPaymentCap);
        Fields.payable(dailyCap);
        if (perPaymentCap.currency() != dailyCap.currency()) {
            throw new Refused(RequestError.UNSUPPORTED_CURRENCY, "daily_cap");
        }
        if (perPaymentCap.minor() > dailyCap.minor()) {
            throw new Refused(RequestError.INVALID_REQUEST, "per_payment_cap_minor: at most daily_cap_minor");
        }
    }
}
