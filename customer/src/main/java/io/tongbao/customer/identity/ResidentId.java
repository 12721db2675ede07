package io.tongbao.customer.identity;

import io.tongbao.customer.CustomerError;
import io.tongbao.kernel.Refused;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A citizen's identity number, GB 11643: six digits of region, birth date, three of sequence, and a check character (ISO
 * 7064, MOD 11-2). Residence permits of Hong Kong, Macao and Taiwan (regions 81 to 83) and foreigners' cards (region 9) have
 * the same shape.
 */
public record ResidentId(String number) {

    private static final Pattern SHAPE = Pattern.compile("[1-9][0-9]{16}[0-9X]");
    private static final String CHECK = "10X98765432";
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final Set<Integer> PROVINCES = Set.of(
            11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61,
            62, 63, 64, 65, 71, 81, 82, 83, 91);
    private static final LocalDate EARLIEST = LocalDate.of(1880, 1, 1);

    /** Refuses with {@link CustomerError#INVALID_IDENTITY_NUMBER}, saying which part is wrong but not the number. */
    public ResidentId {
        number = number.strip().toUpperCase(Locale.ROOT);
        if (!SHAPE.matcher(number).matches()) {
            throw new Refused(CustomerError.INVALID_IDENTITY_NUMBER, "18 digits, the last may be X");
        }
        if (!PROVINCES.contains(Integer.parseInt(number.substring(0, 2)))) {
            throw new Refused(CustomerError.INVALID_IDENTITY_NUMBER, "no such region");
        }
        if (birthDate(number).isBefore(EARLIEST)) {
            throw new Refused(CustomerError.INVALID_IDENTITY_NUMBER, "no such birth date");
        }
        if (checkCharacter(number.substring(0, 17)) != number.charAt(17)) {
            throw new Refused(CustomerError.INVALID_IDENTITY_NUMBER, "the check character is wrong");
        }
    }

    public LocalDate birthDate() {
        return birthDate(number);
    }

    /** The 18th character for the first 17 digits. */
    static char checkCharacter(String first17) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (first17.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECK.charAt(sum % 11);
    }

    private static LocalDate birthDate(String number) {
        try {
            return LocalDate.of(
                    Integer.parseInt(number.substring(6, 10)),
                    Integer.parseInt(number.substring(10, 12)),
                    Integer.parseInt(number.substring(12, 14)));
        } catch (DateTimeException e) {
            throw new Refused(CustomerError.INVALID_IDENTITY_NUMBER, "no such birth date");
        }
    }

    @Override
    public String toString() {
        return "ResidentId[******]";
    }
}
