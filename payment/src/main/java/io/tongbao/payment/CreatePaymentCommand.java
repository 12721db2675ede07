package io.tongbao.payment;

import io.tongbao.kernel.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order of a service provider.
 *
 * @param providerId whose order; {@code payeeAccountId} is its account in the ledger, of the amount's currency
 * @param reference the provider's own number, 1 to 64 characters, never used before by it
 * @param subject what is bought, at most 128 characters
 * @param payerId the only customer who may confirm; null for anyone
 * @param validitySeconds time to confirm, 60 to 86,400
 * @param cancelWindowSeconds time after success in which the whole can be taken back, 0 to 86,400
 * @param captureWindowSeconds time to capture, 60 to 604,800; ignored unless {@code captureMode} is MANUAL
 */
public record CreatePaymentCommand(
        IdempotencyId idempotency,
        UUID providerId,
        long payeeAccountId,
        String reference,
        Money amount,
        String subject,
        @Nullable UUID payerId,
        int validitySeconds,
        int cancelWindowSeconds,
        CaptureMode captureMode,
        int captureWindowSeconds) {

    public static final int DEFAULT_VALIDITY_SECONDS = 900;
    /** A week. */
    public static final int MAX_CAPTURE_WINDOW_SECONDS = 604_800;

    public CreatePaymentCommand {
        Fields.reference(reference);
        Fields.payable(amount);
        Fields.text("subject", subject);
        Fields.between("validity_seconds", validitySeconds, Fields.MIN_VALIDITY_SECONDS, Fields.MAX_WINDOW_SECONDS);
        Fields.between("cancel_window_seconds", cancelWindowSeconds, 0, Fields.MAX_WINDOW_SECONDS);
        switch (captureMode) {
            case AUTOMATIC -> captureWindowSeconds = 0;
            case MANUAL ->
                Fields.between(
                        "capture_window_seconds",
                        captureWindowSeconds,
                        Fields.MIN_VALIDITY_SECONDS,
                        MAX_CAPTURE_WINDOW_SECONDS);
        }
    }
}
