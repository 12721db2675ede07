package io.tongbao.bank;

import java.time.Instant;
import java.util.UUID;

/**
 * A customer lets us debit a card.
 *
 * @param id the caller's; a repeat is the same sign-up
 * @param customerReference what the bank shall know the customer by, 1 to 64 characters, the same for all of the customer's cards
 * @param returnUrl where the net bank sends the customer back to; empty for other modes
 */
public record SignUp(UUID id, Instant at, Mode mode, CardDetails card, String customerReference, String returnUrl) {

    public enum Mode {
        BANK_COUNTER,
        PHONE_BANK,
        NET_BANK,
        BANK_CODE
    }
}
