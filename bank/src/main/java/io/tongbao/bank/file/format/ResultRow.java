package io.tongbao.bank.file.format;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the bank says to one instruction.
 *
 * @param id ours
 * @param amountMinor null when the format leaves it out
 * @param code the bank's own code of a refusal, at most 32 characters; empty otherwise
 * @param reference the bank's number for it, at most 64 characters; empty when it gives none
 */
public record ResultRow(UUID id, @Nullable Long amountMinor, Status status, String code, String reference) {

    public enum Status {
        DONE,
        DECLINED,
        PENDING
    }
}
