package io.tongbao.payment;

import io.tongbao.kernel.Money;
import io.tongbao.payment.funding.FundingSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A purchase that the payer proves in the same request: a code scanned and paid, a row of a replayed log.
 *
 * @param payeeAccountId account of {@code providerId}
 * @param cancelWindowSeconds 0 to 86,400
 * @param source what pays
 * @param bankCode the bank's one-time code, where the bank wants one; 4 to 8 digits, kept nowhere
 */
public record DirectPaymentCommand(
        IdempotencyId idempotency,
        UUID providerId,
        long payeeAccountId,
        String reference,
        Money amount,
        String subject,
        int cancelWindowSeconds,
        PayerProof proof,
        FundingSource source,
        @Nullable String bankCode) {

    /** Paid from the wallet. */
    public DirectPaymentCommand(
            IdempotencyId idempotency,
            UUID providerId,
            long payeeAccountId,
            String reference,
            Money amount,
            String subject,
            int cancelWindowSeconds,
            PayerProof proof) {
        this(
                idempotency,
                providerId,
                payeeAccountId,
                reference,
                amount,
                subject,
                cancelWindowSeconds,
                proof,
                FundingSource.WALLET,
                null);
    }

    public DirectPaymentCommand {
        Fields.bankCode(bankCode);
        Fields.reference(reference);
        Fields.payable(amount);
        Fields.text("subject", subject);
        Fields.between("cancel_window_seconds", cancelWindowSeconds, 0, Fields.MAX_WINDOW_SECONDS);
    }
}
