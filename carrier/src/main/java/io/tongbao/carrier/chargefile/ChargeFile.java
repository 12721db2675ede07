package io.tongbao.carrier.chargefile;

import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.ChargeFileAnswer;
import io.tongbao.carrier.ChargeLine;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One day's charges, as UTF-8 lines that end in LF:
 *
 * <pre>
 * H,1,2026-03-01,CNY
 * D,P000000000001,0195…(our id, may be empty),CHARGE,1230,2026-03-01T02:03:04.005Z
 * T,1,1230,0,0,0,0,(SHA-256 in hex of all bytes before this line)
 * </pre>
 *
 * The trailer counts the lines and sums minor units by kind, in the order of {@link Kind}. Pure.
 */
public final class ChargeFile {

    /** Larger files are refused. */
    public static final int MOST_BYTES = 64 << 20;

    private static final Pattern REFERENCE = Pattern.compile("[!-+\\--~]{1,64}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    private ChargeFile() {}

    public static byte[] write(LocalDate day, Currency currency, List<ChargeLine> lines) {
        StringBuilder out = new StringBuilder(64 + lines.size() * 100);
        out.append("H,1,").append(day).append(',').append(currency).append('\n');
        Map<Kind, Long> sums = new EnumMap<>(Kind.class);
        for (ChargeLine line : lines) {
            out.append("D,").append(line.carrierReference()).append(',');
            if (line.instructionId() != null) {
                out.append(line.instructionId());
            }
            out.append(',').append(line.kind()).append(',').append(line.amount().minor());
            out.append(',').append(line.at()).append('\n');
            sums.merge(line.kind(), line.amount().minor(), Math::addExact);
        }
        String digest = digest(out.toString().getBytes(StandardCharsets.UTF_8));
        out.append("T,").append(lines.size());
        for (Kind kind : Kind.values()) {
            out.append(',').append(sums.getOrDefault(kind, 0L));
        }
        out.append(',').append(digest).append('\n');
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@link ChargeFileAnswer.Ready} or {@link ChargeFileAnswer.Wrong}, whatever the bytes are. */
    public static ChargeFileAnswer read(byte[] file, LocalDate day, Currency currency) {
        try {
            return new ChargeFileAnswer.Ready(lines(file, day, currency), file);
        } catch (Wrong e) {
            return new ChargeFileAnswer.Wrong(String.valueOf(e.getMessage()));
        }
    }

    private static List<ChargeLine> lines(byte[] file, LocalDate day, Currency currency) throws Wrong {
        if (file.length > MOST_BYTES) {
            throw new Wrong("more than " + MOST_BYTES + " bytes");
        }
        if (file.length == 0 || file[file.length - 1] != '\n') {
            throw new Wrong("the last line does not end");
        }
        int trailerAt = file.length - 1;
        while (trailerAt > 0 && file[trailerAt - 1] != '\n') {
            trailerAt--;
        }
        String[] trailer =
                new String(file, trailerAt, file.length - 1 - trailerAt, StandardCharsets.UTF_8).split(",", -1);
        if (trailer.length != 3 + Kind.values().length || !trailer[0].equals("T")) {
            throw new Wrong("no trailer");
        }
        String[] body = new String(file, 0, trailerAt, StandardCharsets.UTF_8).split("\n", -1);
        if (!body[0].equals("H,1," + day + "," + currency)) {
            throw new Wrong("the header is not that of " + day + " in " + currency);
        }
        List<ChargeLine> lines = new ArrayList<>(body.length);
        Map<Kind, Long> sums = new EnumMap<>(Kind.class);
        for (int i = 1; i < body.length - 1; i++) {
            ChargeLine line = line(body[i], i + 1, currency);
            lines.add(line);
            sums.merge(line.kind(), line.amount().minor(), ChargeFile::sum);
        }
        if (number(trailer[1], "trailer") != lines.size()) {
            throw new Wrong("the trailer counts " + trailer[1] + " lines, the file has " + lines.size());
        }
        int field = 2;
        for (Kind kind : Kind.values()) {
            long told = number(trailer[field++], "trailer");
            long counted = sums.getOrDefault(kind, 0L);
            if (told != counted) {
                throw new Wrong("the trailer says " + told + " for " + kind + ", the lines sum to " + counted);
            }
        }
        byte[] covered = new byte[trailerAt];
        System.arraycopy(file, 0, covered, 0, trailerAt);
        if (!digest(covered).equals(trailer[trailer.length - 1])) {
            throw new Wrong("the digest does not fit");
        }
        return lines;
    }

    private static ChargeLine line(String written, int number, Currency currency) throws Wrong {
        String[] fields = written.split(",", -1);
        if (fields.length != 6
                || !fields[0].equals("D")
                || !REFERENCE.matcher(fields[1]).matches()) {
            throw new Wrong("line " + number + " is no detail");
        }
        try {
            return new ChargeLine(
                    fields[1],
                    fields[2].isEmpty() ? null : UUID.fromString(fields[2]),
                    Kind.valueOf(fields[3]),
                    Money.of(number(fields[4], "line " + number), currency),
                    Instant.parse(fields[5]));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Wrong("line " + number + " cannot be read");
        }
    }

    private static long number(String written, String where) throws Wrong {
        if (!DIGITS.matcher(written).matches()) {
            throw new Wrong(where + " lacks a number");
        }
        return Long.parseLong(written);
    }

    /** Saturates: 18-digit amounts can overflow, and a sum that did equals no trailer. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String what) {
            super(what);
        }
    }
}
