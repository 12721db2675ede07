package io.tongbao.customer.enterprise;

import io.tongbao.customer.CustomerError;
import io.tongbao.kernel.Refused;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Unified social credit code, GB 32100: 18 characters without I, O, S, V and Z, the last a check over the others (MOD 31).
 */
public record CreditCode(String code) {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final Pattern SHAPE = Pattern.compile("[0-9A-HJ-NP-RTUWXY]{18}");
    private static final int BASE = 31;

    /** Refuses with {@link CustomerError#INVALID_CREDIT_CODE}. */
    public CreditCode {
        code = code.strip().toUpperCase(Locale.ROOT);
        if (!SHAPE.matcher(code).matches() || checkCharacter(code.substring(0, 17)) != code.charAt(17)) {
            throw new Refused(CustomerError.INVALID_CREDIT_CODE);
        }
    }

    /** The 18th character for the first 17. */
    static char checkCharacter(String first17) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < first17.length(); i++) {
            sum += ALPHABET.indexOf(first17.charAt(i)) * weight;
            weight = weight * 3 % BASE;
        }
        return ALPHABET.charAt((BASE - sum % BASE) % BASE);
    }
}
