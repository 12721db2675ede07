package io.tongbao.payment.card;

import io.tongbao.bank.SignUp;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A customer wants to bind a card. Prints nothing of it.
 *
 * @param requestKey the customer's own idempotency key, 1 to 64 visible characters
 * @param expiry {@code YYMM} as digits; null for cards without one
 * @param securityCode CVV, 3 or 4 digits; goes to the bank and nowhere else
 * @param holderName may be null when the customer's identity is verified, must be the same otherwise
 * @param idNumber as {@code holderName}
 * @param phone the number the bank holds
 * @param returnUrl where the bank's page sends the customer back to; empty for other modes
 */
public record BindCardCommand(
        UUID customerId,
        String requestKey,
        CardNumber number,
        @Nullable String expiry,
        @Nullable String securityCode,
        @Nullable String holderName,
        @Nullable String idNumber,
        Msisdn phone,
        SignUp.Mode mode,
        String returnUrl) {

    private static final Pattern EXPIRY = Pattern.compile("[0-9]{2}(0[1-9]|1[0-2])");
    private static final Pattern SECURITY_CODE = Pattern.compile("[0-9]{3,4}");
    private static final int MOST_URL = 500;

    public BindCardCommand {
        if (requestKey.isEmpty() || requestKey.length() > 64) {
            throw new Refused(RequestError.IDEMPOTENCY_KEY_REQUIRED);
        }
        if (expiry != null && !EXPIRY.matcher(expiry).matches()) {
            throw new Refused(RequestError.INVALID_REQUEST, "expiry: YYMM");
        }
        if (securityCode != null && !SECURITY_CODE.matcher(securityCode).matches()) {
            throw new Refused(RequestError.INVALID_REQUEST, "security_code: 3 or 4 digits");
        }
        if (!returnUrl.isEmpty() && (!returnUrl.startsWith("https://") || returnUrl.length() > MOST_URL)) {
            throw new Refused(RequestError.INVALID_REQUEST, "return_url: an https address of at most 500 characters");
        }
        holderName = holderName == null ? null : holderName.strip();
        idNumber = idNumber == null ? null : idNumber.strip().toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "BindCard[" + customerId + "]";
    }
}
