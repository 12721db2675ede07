package io.tongbao.bank.file.format;

import io.tongbao.kernel.Currency;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all our CSV files have in common: header, trailer, and strict fields. */
final class CsvFrame {

    static final String VERSION = "1";

    private CsvFrame() {}

    static List<String> header(CsvReader csv, String kind, int width) throws IOException, FileRefused {
        List<String> head = record(csv);
        if (!head.getFirst().equals("H") || head.size() < 3) {
            throw new FileRefused("the file has no header");
        }
        same("version", VERSION, head.get(1));
        same("kind of file", kind, head.get(2));
        width(head, width);
        return head;
    }

    static void trailer(CsvReader csv, List<String> line, int count, long total, Currency currency)
            throws IOException, FileRefused {
        if (!line.getFirst().equals("T")) {
            throw new FileRefused("an unknown kind of line");
        }
        width(line, 4);
        Amounts.same("count", Amounts.count(line.get(1)), count);
        Amounts.same("total", Amounts.minor(line.get(2), currency), total);
        digestAndEnd(csv, line.get(3));
    }

    static void digestAndEnd(CsvReader csv, String written) throws IOException, FileRefused {
        if (!csv.digest().equals(written)) {
            throw new FileRefused("wrong digest: a row was changed on its way");
        }
        if (csv.next() != null) {
            throw new FileRefused("lines after the trailer");
        }
    }

    static List<String> record(CsvReader csv) throws IOException, FileRefused {
        @Nullable List<String> line = csv.next();
        if (line == null) {
            throw new FileRefused("the file has no trailer: it is not whole");
        }
        return line;
    }

    static void width(List<String> line, int width) throws FileRefused {
        if (line.size() != width) {
            throw new FileRefused("a line " + line.getFirst() + " has " + line.size() + " fields, not " + width);
        }
    }

    static void full(int rows) throws FileRefused {
        if (rows > Batch.MOST_ROWS) {
            throw new FileRefused("more than " + Batch.MOST_ROWS + " rows");
        }
    }

    static void same(String what, String ours, String theirs) throws FileRefused {
        if (!ours.equals(theirs)) {
            throw new FileRefused("the header's " + what + " is not " + ours);
        }
    }

    static long positive(long amount) throws FileRefused {
        if (amount < 1) {
            throw new FileRefused("an amount is not positive");
        }
        return amount;
    }

    static String code(String written) throws FileRefused {
        return bounded(written, 32, "code");
    }

    static String reference(String written) throws FileRefused {
        return bounded(written, 64, "reference");
    }

    private static String bounded(String written, int longest, String what) throws FileRefused {
        if (written.length() > longest || written.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            throw new FileRefused("a bank's " + what + " has at most " + longest + " printable characters");
        }
        return written;
    }

    static LocalDate day(String written) throws FileRefused {
        try {
            return LocalDate.parse(written);
        } catch (DateTimeException e) {
            throw new FileRefused("a day is not written as 2026-03-01");
        }
    }

    static Instant instant(String written) throws FileRefused {
        try {
            return Instant.parse(written);
        } catch (DateTimeException e) {
            throw new FileRefused("a time is not written as 2026-03-01T02:03:04Z");
        }
    }
}
