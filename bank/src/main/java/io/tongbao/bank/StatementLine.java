package io.tongbao.bank;

import io.tongbao.kernel.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the bank's statement of our account.
 *
 * @param instructionId ours, when the bank gives it back
 * @param credit whether our account grew
 */
public record StatementLine(
        String bankReference,
        @Nullable UUID instructionId,
        Money amount,
        boolean credit,
        Instant bookedAt,
        String text) {}
