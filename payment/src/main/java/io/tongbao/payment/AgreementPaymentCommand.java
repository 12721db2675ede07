package io.tongbao.payment;

import io.tongbao.kernel.Money;
import io.tongbao.payment.funding.FundingSource;
import java.util.UUID;

/**
 * A purchase taken in one step under an agreement.
 *
 * @param providerId must be the agreement's provider; {@code payeeAccountId} is its account
 * @param cancelWindowSeconds 0 to 86,400
 * @param source what pays; what an agreement has spent counts from the confirmation on, also when the source refuses later
 */
public record AgreementPaymentCommand(
        IdempotencyId idempotency,
        UUID agreementId,
        UUID providerId,
        long payeeAccountId,
        String reference,
        Money amount,
        String subject,
        int cancelWindowSeconds,
        FundingSource source) {

    /** Paid from the wallet. */
    public AgreementPaymentCommand(
            IdempotencyId idempotency,
            UUID agreementId,
            UUID providerId,
            long payeeAccountId,
            String reference,
            Money amount,
            String subject,
            int cancelWindowSeconds) {
        this(
                idempotency,
                agreementId,
                providerId,
                payeeAccountId,
                reference,
                amount,
                subject,
                cancelWindowSeconds,
                FundingSource.WALLET);
    }

    public AgreementPaymentCommand {
        Fields.reference(reference);
        Fields.payable(amount);
        Fields.text("subject", subject);
        Fields.between("cancel_window_seconds", cancelWindowSeconds, 0, Fields.MAX_WINDOW_SECONDS);
    }
}
