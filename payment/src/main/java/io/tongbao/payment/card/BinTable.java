package io.tongbao.payment.card;

import io.tongbao.partner.PartnerId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which bank a card number belongs to. Data, not code: lines {@code prefix,length,bank,kind,name_zh,name_en}, one file shipped
 * and one of the operator's whose lines come first. Of all that fit a number the longest prefix wins.
 */
public final class BinTable {

    private static final String SHIPPED = "bins.csv";
    private static final String HEADER = "prefix,length,bank,kind,name_zh,name_en";
    private static final int FIELDS = 6;
    private static final int MOST_DIGITS = 11;

    private final Map<Key, Bin> bins;

    /**
     * A range of card numbers.
     *
     * @param prefix first digits, 1 to 11
     * @param length digits of the whole number, 13 to 19
     * @param bank that issued them
     */
    public record Bin(String prefix, int length, PartnerId bank, CardKind kind, String nameZh, String nameEn) {

        public Bin {
            if (prefix.isEmpty()
                    || prefix.length() > MOST_DIGITS
                    || !prefix.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new IllegalArgumentException("a prefix has 1 to 11 digits");
            }
            if (length < 13 || length > 19) {
                throw new IllegalArgumentException("a card number has 13 to 19 digits");
            }
        }
    }

    private record Key(String prefix, int length) {}

    /** Of two with the same prefix and length the first counts. */
    public BinTable(List<Bin> bins) {
        Map<Key, Bin> all = HashMap.newHashMap(bins.size());
        bins.forEach(bin -> all.putIfAbsent(new Key(bin.prefix(), bin.length()), bin));
        this.bins = Map.copyOf(all);
    }

    /** The table shipped with the product. */
    public static BinTable shipped() {
        return new BinTable(readShipped());
    }

    /** The shipped table with these ranges over it. */
    public static BinTable shippedWith(List<Bin> more) {
        List<Bin> all = new ArrayList<>(more);
        all.addAll(readShipped());
        return new BinTable(all);
    }

    /**
     * The shipped table with the operator's file over it.
     *
     * @throws IllegalArgumentException a line is wrong; the message names it
     */
    public static BinTable with(Path operators) {
        try (BufferedReader lines = Files.newBufferedReader(operators)) {
            List<Bin> all = new ArrayList<>(read(lines, operators.toString()));
            all.addAll(readShipped());
            return new BinTable(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Bin> readShipped() {
        InputStream file = BinTable.class.getResourceAsStream(SHIPPED);
        if (file == null) {
            throw new IllegalStateException(SHIPPED + " is not in the program");
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return read(lines, SHIPPED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a table; empty lines and those that begin with {@code #} say nothing.
     *
     * @throws IllegalArgumentException a line is wrong or stands twice; the message names {@code file} and line
     */
    static List<Bin> read(BufferedReader lines, String file) throws IOException {
        List<Bin> bins = new ArrayList<>();
        Set<Key> seen = new HashSet<>();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#") || text.equals(HEADER)) {
                continue;
            }
            try {
                Bin bin = parse(text);
                if (!seen.add(new Key(bin.prefix(), bin.length()))) {
                    throw new IllegalArgumentException("this prefix and length stood before");
                }
                bins.add(bin);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + " line " + number + ": " + e.getMessage(), e);
            }
        }
        return bins;
    }

    private static Bin parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("a line has " + FIELDS + " fields: " + HEADER);
        }
        CardKind kind =
                switch (fields[3].strip().toLowerCase(Locale.ROOT)) {
                    case "debit" -> CardKind.DEBIT;
                    case "credit" -> CardKind.CREDIT;
                    default -> throw new IllegalArgumentException("kind is debit or credit");
                };
        return new Bin(
                fields[0].strip(),
                Integer.parseInt(fields[1].strip()),
                new PartnerId(fields[2].strip()),
                kind,
                fields[4].strip(),
                fields[5].strip());
    }

    /** The range that a number belongs to. */
    public Optional<Bin> find(CardNumber number) {
        String digits = number.digits();
        for (int length = MOST_DIGITS; length > 0; length--) {
            Bin bin = bins.get(new Key(digits.substring(0, length), digits.length()));
            if (bin != null) {
                return Optional.of(bin);
            }
        }
        return Optional.empty();
    }

    public int size() {
        return bins.size();
    }
}
