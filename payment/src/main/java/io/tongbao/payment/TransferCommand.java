package io.tongbao.payment;

import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money from one customer to another.
 *
 * @param expectedPayeeName the masked name the payer was shown, or the full one; null when not asked
 * @param subject a note, at most 128 characters
 */
public record TransferCommand(
        IdempotencyId idempotency,
        PayerProof proof,
        Payee payee,
        Money amount,
        @Nullable String expectedPayeeName,
        String subject) {

    public TransferCommand {
        Fields.payable(amount);
        Fields.text("subject", subject);
        if (expectedPayeeName != null) {
            Fields.text("expected_payee_name", expectedPayeeName);
        }
    }

    /** Who receives. */
    public sealed interface Payee {

        record ByNumber(Msisdn msisdn) implements Payee {}

        record ById(UUID customerId) implements Payee {}
    }
}
