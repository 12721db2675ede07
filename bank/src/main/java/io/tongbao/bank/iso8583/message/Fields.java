package io.tongbao.bank.iso8583.message;

import org.jspecify.annotations.Nullable;

/**
 * The data elements of ISO 8583:1987 (§4.3, annex A): lengths and alphabets. Field 1 is the second bit map and never a field here.
 * Binary fields travel as they are, everything else as ASCII, lengths of variable fields as two or three digits.
 */
final class Fields {

    static final int LAST = 128;
    static final int PRIMARY_MAC = 64;
    static final int SECONDARY_MAC = 128;
    static final int MAC_BYTES = 8;

    /** What a field may hold. */
    enum Alphabet {
        DIGITS,
        /** Letters, digits and blanks. */
        ALPHANUMERIC,
        /** Printable ASCII. */
        PRINTABLE,
        /** C or D, then digits. */
        SIGNED,
        BINARY;

        boolean holds(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                boolean digit = c >= '0' && c <= '9';
                boolean fine =
                        switch (this) {
                            case DIGITS -> digit;
                            case ALPHANUMERIC -> digit || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ';
                            case PRINTABLE -> c >= ' ' && c <= '~';
                            case SIGNED -> i == 0 ? c == 'C' || c == 'D' : digit;
                            case BINARY -> c <= 0xFF;
                        };
                if (!fine) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * One field.
     *
     * @param lengthDigits 0 for a fixed length, else how many digits its length takes
     * @param length the length, or the greatest one; in characters, which are bytes
     */
    record Field(int number, int lengthDigits, int length, Alphabet alphabet) {

        @Nullable
        String whyNot(String value) {
            boolean fits = lengthDigits == 0 ? value.length() == length : value.length() <= length;
            if (!fits) {
                return "field " + number + " has a wrong length";
            }
            return alphabet.holds(value) ? null : "field " + number + " holds characters it may not";
        }
    }

    /** Number (or range), then L for two or LL for three length digits, the length, and the alphabet: n, a (an), s (ans), x, b. */
    private static final String TABLE = """
        2 L19n 3 6n 4-6 12n 7 10n 8-10 8n 11 6n 12 6n 13-18 4n 19-24 3n 25-26 2n 27 1n 28-31 9x 32-33 L11n 34 L28s 35 L37s
        36 LL104s 37 12a 38 6a 39 2a 40 3a 41 8s 42 15s 43 40s 44 L25s 45 L76s 46-48 LL999s 49-51 3a 52 8b 53 16n 54 LL120a
        55-63 LL999s 64 8b 65 1b 66 1n 67 2n 68-70 3n 71-72 4n 73 6n 74-81 10n 82-85 12n 86-89 16n 90 42n 91 1a 92 2a 93 5a
        94 7a 95 42a 96 8b 97 17x 98 25s 99-100 L11n 101 L17s 102-103 L28s 104 LL100s 105-127 LL999s 128 8b
        """;

    private static final @Nullable Field[] ALL = read();

    private Fields() {}

    private static @Nullable Field[] read() {
        @Nullable Field[] all = new Field[LAST + 1];
        String[] words = TABLE.strip().split("\\s+");
        for (int i = 0; i < words.length; i += 2) {
            String[] range = words[i].split("-");
            int first = Integer.parseInt(range[0]);
            int last = Integer.parseInt(range[range.length - 1]);
            String form = words[i + 1];
            int marks = form.lastIndexOf('L') + 1;
            int length = Integer.parseInt(form.substring(marks, form.length() - 1));
            Alphabet alphabet =
                    switch (form.charAt(form.length() - 1)) {
                        case 'n' -> Alphabet.DIGITS;
                        case 'a' -> Alphabet.ALPHANUMERIC;
                        case 's' -> Alphabet.PRINTABLE;
                        case 'x' -> Alphabet.SIGNED;
                        default -> Alphabet.BINARY;
                    };
            for (int number = first; number <= last; number++) {
                all[number] = new Field(number, marks == 0 ? 0 : marks + 1, length, alphabet);
            }
        }
        return all;
    }

    /** @throws IllegalArgumentException when there is no such field */
    static Field of(int number) {
        Field field = number >= 2 && number <= LAST ? ALL[number] : null;
        if (field == null) {
            throw new IllegalArgumentException("there is no field " + number);
        }
        return field;
    }
}
