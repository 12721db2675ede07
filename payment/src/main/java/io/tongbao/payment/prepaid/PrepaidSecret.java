package io.tongbao.payment.prepaid;

import io.tongbao.kernel.Refused;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * What is printed under the scratch panel: 18 digits, 17 of them random (56 bits), the last one a check digit so that a slip of the
 * finger does not count as a guess. Never prints.
 */
public record PrepaidSecret(String digits) {

    private static final int RANDOM_DIGITS = 17;

    /** Spaces and hyphens are taken out. {@link PrepaidError#PREPAID_SECRET_WRONG} for what cannot be one. */
    public static PrepaidSecret parse(String written) {
        String digits = written.replace(" ", "").replace("-", "");
        if (digits.length() != RANDOM_DIGITS + 1
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
                || digits.charAt(RANDOM_DIGITS) != Serials.checkDigit(digits.substring(0, RANDOM_DIGITS))) {
            throw new Refused(PrepaidError.PREPAID_SECRET_WRONG);
        }
        return new PrepaidSecret(digits);
    }

    static PrepaidSecret fresh(SecureRandom random) {
        StringBuilder digits = new StringBuilder(RANDOM_DIGITS + 1);
        for (int i = 0; i < RANDOM_DIGITS; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return new PrepaidSecret(
                digits.append(Serials.checkDigit(digits.toString())).toString());
    }

    /** What the keyed hash is over: a secret opens its own card only. */
    byte[] message(String serial) {
        return ("prepaid|" + serial + "|" + digits).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "PrepaidSecret[****]";
    }
}
