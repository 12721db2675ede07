package io.tongbao.payment;

import io.tongbao.bank.BankInstruction;
import io.tongbao.kernel.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer moves money between the own wallet and an own card.
 *
 * @param speed how soon a payout arrives; ignored when the card pays
 * @param bankCode the bank's one-time code, where the bank wants one; 4 to 8 digits, kept nowhere
 */
public record CardMoneyCommand(
        IdempotencyId idempotency,
        PayerProof proof,
        UUID cardId,
        Money amount,
        BankInstruction.Speed speed,
        @Nullable String bankCode) {

    public CardMoneyCommand {
        Fields.payable(amount);
        Fields.bankCode(bankCode);
    }
}
