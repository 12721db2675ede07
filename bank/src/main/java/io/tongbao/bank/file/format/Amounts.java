package io.tongbao.bank.file.format;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Figures and ids as files write them, strictly. */
final class Amounts {

    private static final Pattern DECIMAL = Pattern.compile("\\d{1,15}(\\.\\d{1,5})?");
    private static final Pattern SIGNED = Pattern.compile("-?\\d{1,15}(\\.\\d{1,5})?");
    private static final Pattern COUNT = Pattern.compile("\\d{1,7}");
    private static final Pattern HEX_ID = Pattern.compile("[0-9a-f]{32}");

    private Amounts() {}

    /** A decimal of at least nothing, in minor units. */
    static long minor(String written, Currency currency) throws FileRefused {
        return parse(DECIMAL, written, currency);
    }

    /** A decimal that may be below nothing, in minor units. */
    static long signedMinor(String written, Currency currency) throws FileRefused {
        return parse(SIGNED, written, currency);
    }

    private static long parse(Pattern form, String written, Currency currency) throws FileRefused {
        if (form.matcher(written).matches()) {
            try {
                return Money.parse(written, currency).minor();
            } catch (ArithmeticException e) {
                throw new FileRefused("an amount has more digits than its currency");
            }
        }
        throw new FileRefused("an amount is no decimal number");
    }

    static String decimal(long minor, Currency currency) {
        return Money.of(minor, currency).toDecimal();
    }

    static int count(String written) throws FileRefused {
        if (!COUNT.matcher(written).matches()) {
            throw new FileRefused("a count is no number");
        }
        return Integer.parseInt(written);
    }

    static String hex(UUID id) {
        return id.toString().replace("-", "");
    }

    static UUID id(String hex) throws FileRefused {
        if (!HEX_ID.matcher(hex).matches()) {
            throw new FileRefused("an instruction's id is not 32 hexadecimal digits");
        }
        return new UUID(
                Long.parseUnsignedLong(hex.substring(0, 16), 16), Long.parseUnsignedLong(hex.substring(16), 16));
    }

    /** Whether a text is one of ours at all: what a bank's own entries carry is no id. */
    static boolean isId(String text) {
        return HEX_ID.matcher(text).matches();
    }

    static long add(long total, long amount) throws FileRefused {
        try {
            return Math.addExact(total, amount);
        } catch (ArithmeticException e) {
            throw new FileRefused("the amounts are too large to add up");
        }
    }

    /** Control characters have no place in a file of lines or tags. */
    static String clean(String text, int longest) {
        StringBuilder cleaned = new StringBuilder(Math.min(text.length(), longest));
        text.codePoints().map(c -> isPrintable(c) ? c : ' ').limit(longest).forEach(cleaned::appendCodePoint);
        return cleaned.toString();
    }

    private static boolean isPrintable(int c) {
        boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
        return !Character.isISOControl(c) && !surrogate && c != 0xFFFE && c != 0xFFFF;
    }

    static void noTwice(List<ResultRow> rows) throws FileRefused {
        Set<UUID> seen = new HashSet<>(rows.size() * 2);
        for (ResultRow row : rows) {
            if (!seen.add(row.id())) {
                throw new FileRefused("instruction " + row.id() + " stands in the file twice");
            }
        }
    }

    static void same(String what, long written, long found) throws FileRefused {
        if (written != found) {
            throw new FileRefused("wrong " + what + ": the file says " + written + ", its rows make " + found);
        }
    }

    static <E extends Enum<E>> E oneOf(Class<E> type, String written) throws FileRefused {
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(written)) {
                return each;
            }
        }
        throw new FileRefused("unknown " + type.getSimpleName() + " in a row");
    }
}
