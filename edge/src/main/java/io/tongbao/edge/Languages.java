package io.tongbao.edge;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which of the two languages a caller reads. */
public final class Languages {

    private static final int MAX_HEADER = 200;

    private Languages() {}

    /** By the value of Accept-Language; Chinese when it says nothing usable. */
    public static Locale of(@Nullable String accepted) {
        if (accepted == null || accepted.length() > MAX_HEADER) {
            return Locale.SIMPLIFIED_CHINESE;
        }
        if (accepted.equals("en")) {
            return Locale.ENGLISH;
        }
        try {
            Locale best = Locale.lookup(Locale.LanguageRange.parse(accepted), List.of(Locale.CHINESE, Locale.ENGLISH));
            return Locale.ENGLISH.equals(best) ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
        } catch (IllegalArgumentException e) {
            return Locale.SIMPLIFIED_CHINESE;
        }
    }
}
