package io.tongbao.customer;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import java.util.UUID;

/**
 * Who is to be registered.
 *
 * @param id chosen by the caller; the same command again is answered with the customer it made
 * @param name 1 to 64 characters without control characters
 * @param limited whether the limits of payment-account classes apply; a limited customer begins without a class
 */
public record RegisterCommand(
        UUID id,
        Msisdn msisdn,
        String name,
        Currency currency,
        Pin pin,
        boolean limited,
        CustomerKind kind,
        Language language) {

    /** Most characters in a name. */
    public static final int MAX_NAME = 64;

    public RegisterCommand {
        if (name.isBlank()
                || name.codePointCount(0, name.length()) > MAX_NAME
                || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new Refused(CustomerError.INVALID_CUSTOMER_NAME);
        }
    }

    /** A person without limits: for fixtures and load tools, whose policy packs have no classes. */
    public RegisterCommand(UUID id, Msisdn msisdn, String name, Currency currency, Pin pin) {
        this(id, msisdn, name, currency, pin, false, CustomerKind.PERSON, Language.ZH);
    }

    /** Without the name and the PIN. */
    @Override
    public String toString() {
        return "RegisterCommand[" + id + ", " + msisdn + "]";
    }
}
