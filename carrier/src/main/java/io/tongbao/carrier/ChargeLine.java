package io.tongbao.carrier;

import io.tongbao.kernel.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the carrier's daily charge file.
 *
 * @param instructionId ours, when the carrier gives it back
 */
public record ChargeLine(
        String carrierReference,
        @Nullable UUID instructionId,
        CarrierInstruction.Kind kind,
        Money amount,
        Instant at) {}
