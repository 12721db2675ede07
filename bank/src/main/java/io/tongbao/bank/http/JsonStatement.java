package io.tongbao.bank.http;

import io.tongbao.bank.BankStatement;
import io.tongbao.bank.StatementAnswer;
import io.tongbao.bank.StatementLine;
import io.tongbao.bank.http.wire.Unreadable;
import io.tongbao.bank.http.wire.WireObject;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A statement as JSON lines: a head, one line per booking, and totals whose digest is the SHA-256 of every byte before their line.
 * Whatever does not add up is {@link StatementAnswer.Wrong}. Pure.
 */
final class JsonStatement {

    private static final long MOST_MINOR = 1_000_000_000_000_000_000L;

    private JsonStatement() {}

    static StatementAnswer read(LocalDate day, Currency currency, byte[] file) {
        try {
            List<byte[]> lines = lines(file);
            WireObject head = WireObject.parse(lines.getFirst());
            if (lines.size() == 1) {
                return switch (head.text("state", 32)) {
                    case "not_yet" -> new StatementAnswer.NotYet();
                    case "error" -> new StatementAnswer.Failed(new PartnerAnswer.Unknown(Doubt.PARTNER_ERROR));
                    default -> new StatementAnswer.Wrong("the totals are missing");
                };
            }
            if (!head.day("day").equals(day) || !head.text("currency", 3).equals(currency.name())) {
                return new StatementAnswer.Wrong("it is of another day or currency");
            }
            return read(day, currency, head.number("opening_minor", -MOST_MINOR, MOST_MINOR), lines, file);
        } catch (Unreadable e) {
            return new StatementAnswer.Wrong(e.reason());
        } catch (ArithmeticException e) {
            return new StatementAnswer.Wrong("its sums are beyond 64 bits");
        }
    }

    private static StatementAnswer read(LocalDate day, Currency currency, long opening, List<byte[]> lines, byte[] file)
            throws Unreadable {
        List<StatementLine> bookings = new ArrayList<>();
        long credits = 0;
        long debits = 0;
        for (byte[] line : lines.subList(1, lines.size() - 1)) {
            WireObject booking = WireObject.parse(line);
            long minor = booking.number("amount_minor", 1, MOST_MINOR);
            boolean credit = booking.flag("credit");
            credits = Math.addExact(credits, credit ? minor : 0);
            debits = Math.addExact(debits, credit ? 0 : minor);
            bookings.add(new StatementLine(
                    booking.text("reference", 64),
                    booking.optionalId("id"),
                    Money.of(minor, currency),
                    credit,
                    booking.time("at"),
                    booking.text("text", 200)));
        }
        WireObject totals = WireObject.parse(lines.getLast());
        long closing = totals.number("closing_minor", -MOST_MINOR, MOST_MINOR);
        if (totals.number("count", 0, MOST_MINOR) != bookings.size()) {
            return new StatementAnswer.Wrong("the count does not fit");
        }
        if (totals.number("credits_minor", 0, MOST_MINOR) != credits
                || totals.number("debits_minor", 0, MOST_MINOR) != debits) {
            return new StatementAnswer.Wrong("the totals do not fit");
        }
        if (Math.subtractExact(Math.addExact(opening, credits), debits) != closing) {
            return new StatementAnswer.Wrong("opening, totals and closing do not fit");
        }
        int beforeTotals = file.length - lines.getLast().length - 1;
        if (!totals.text("digest", 64).equals(digest(file, beforeTotals))) {
            return new StatementAnswer.Wrong("the digest does not fit");
        }
        return new StatementAnswer.Ready(
                new BankStatement(day, Money.of(opening, currency), Money.of(closing, currency), bookings, file));
    }

    /** Each ends with a line feed, also the last. */
    private static List<byte[]> lines(byte[] file) throws Unreadable {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < file.length; i++) {
            if (file[i] == '\n') {
                lines.add(Arrays.copyOfRange(file, from, i));
                from = i + 1;
            }
        }
        if (from != file.length || lines.isEmpty()) {
            throw new Unreadable("the statement is torn");
        }
        return lines;
    }

    static String digest(byte[] file, int length) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(file, 0, length);
            return HexFormat.of().formatHex(sha256.digest()).toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
