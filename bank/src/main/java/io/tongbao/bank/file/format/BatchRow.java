package io.tongbao.bank.file.format;

import io.tongbao.bank.BankInstruction.Kind;
import io.tongbao.bank.BankInstruction.Purpose;
import io.tongbao.bank.BankInstruction.Speed;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One instruction in a batch.
 *
 * @param ordinal from 1
 * @param id ours
 * @param amountMinor in the batch's currency
 * @param party null for refunds, which name their original instead
 * @param original of a refund
 * @param note as the customer's statement shows it
 */
public record BatchRow(
        int ordinal,
        UUID id,
        Kind kind,
        long amountMinor,
        @Nullable BatchParty party,
        Purpose purpose,
        Speed speed,
        @Nullable Original original,
        String note) {

    /**
     * @param batch name of the batch it went out in
     */
    public record Original(UUID id, String batch) {}

    public BatchRow {
        if (ordinal < 1 || amountMinor < 1) {
            throw new IllegalArgumentException("a row's ordinal and amount are positive");
        }
        if ((kind == Kind.REFUND) != (original != null) || (kind == Kind.REFUND) != (party == null)) {
            throw new IllegalArgumentException("a refund has an original, the others a party");
        }
    }
}
