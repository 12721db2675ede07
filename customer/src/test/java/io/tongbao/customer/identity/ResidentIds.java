package io.tongbao.customer.identity;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Well-formed identity numbers of people who do not exist. */
public final class ResidentIds {

    private ResidentIds() {}

    public static ResidentId of(int sequence) {
        return of(sequence, LocalDate.of(1990, 3, 7));
    }

    public static ResidentId of(int sequence, LocalDate born) {
        String first =
                "110101" + born.format(DateTimeFormatter.BASIC_ISO_DATE) + String.format(Locale.ROOT, "%03d", sequence);
        return new ResidentId(first + ResidentId.checkCharacter(first));
    }
}
