package io.tongbao.kernel;

import java.util.Optional;
import java.util.UUID;

/**
 * How identifiers look outside: a type prefix and the UUID in 26 characters of Crockford's base 32 (no I, L, O, U),
 * lower case: {@code pay_06q8…}. The prefix makes a misplaced id visible; the encoding keeps time order under string sort.
 */
public final class PublicId {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;

    private PublicId() {}

    /** Writes {@code id} behind {@code prefix} and an underscore. */
    public static String format(String prefix, UUID id) {
        char[] out = new char[prefix.length() + 1 + LENGTH];
        prefix.getChars(0, prefix.length(), out, 0);
        out[prefix.length()] = '_';
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        for (int i = out.length - 1; i > prefix.length(); i--) {
            out[i] = ALPHABET.charAt((int) (low & 31));
            low = (low >>> 5) | (high << 59);
            high >>>= 5;
        }
        return new String(out);
    }

    /** Reads an id back; empty when the prefix, the length or a character is wrong. */
    public static Optional<UUID> parse(String prefix, String text) {
        if (text.length() != prefix.length() + 1 + LENGTH
                || !text.startsWith(prefix)
                || text.charAt(prefix.length()) != '_') {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = prefix.length() + 1; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            // 26 × 5 = 130 bits: the first character may use its low three bits only.
            if (digit < 0 || (i == prefix.length() + 1 && digit > 7)) {
                return Optional.empty();
            }
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | digit;
        }
        return Optional.of(new UUID(high, low));
    }
}
