package io.tongbao.bank.file.format;

import io.tongbao.bank.BankStatement;
import io.tongbao.bank.StatementLine;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A statement as lines of CSV. */
final class CsvStatement {

    private static final int LONGEST_TEXT = 140;

    private CsvStatement() {}

    static byte[] write(Charset charset, BankStatement statement, OurAccount us) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvWriter csv = new CsvWriter(out, charset);
        csv.frame(
                "H",
                CsvFrame.VERSION,
                "STATEMENT",
                us.bank(),
                us.number(),
                statement.day().toString(),
                us.currency().name(),
                statement.opening().toDecimal());
        long credits = 0;
        long debits = 0;
        for (StatementLine line : statement.lines()) {
            UUID id = line.instructionId();
            csv.row(
                    "S",
                    line.bankReference(),
                    id == null ? "" : Amounts.hex(id),
                    line.amount().toDecimal(),
                    line.credit() ? "C" : "D",
                    line.bookedAt().toString(),
                    Amounts.clean(line.text(), LONGEST_TEXT));
            credits = Math.addExact(credits, line.credit() ? line.amount().minor() : 0);
            debits = Math.addExact(debits, line.credit() ? 0 : line.amount().minor());
        }
        csv.frame(
                "T",
                Integer.toString(statement.lines().size()),
                Amounts.decimal(credits, us.currency()),
                Amounts.decimal(debits, us.currency()),
                statement.closing().toDecimal(),
                csv.digest());
        return out.toByteArray();
    }

    static BankStatement read(CsvReader csv, byte[] file, OurAccount us) throws IOException, FileRefused {
        List<String> head = CsvFrame.header(csv, "STATEMENT", 8);
        CsvFrame.same("bank", us.bank(), head.get(3));
        CsvFrame.same("account", us.number(), head.get(4));
        CsvFrame.same("currency", us.currency().name(), head.get(6));
        Currency currency = us.currency();
        List<StatementLine> lines = new ArrayList<>();
        StatementSums sums = new StatementSums(Amounts.signedMinor(head.get(7), currency));
        List<String> line = CsvFrame.record(csv);
        while (line.getFirst().equals("S")) {
            CsvFrame.width(line, 7);
            csv.digestLine();
            StatementLine read = new StatementLine(
                    CsvFrame.reference(line.get(1)),
                    line.get(2).isEmpty() ? null : Amounts.id(line.get(2)),
                    Money.of(CsvFrame.positive(Amounts.minor(line.get(3), currency)), currency),
                    credit(line.get(4)),
                    CsvFrame.instant(line.get(5)),
                    line.get(6));
            lines.add(read);
            CsvFrame.full(lines.size());
            sums.add(read);
            line = CsvFrame.record(csv);
        }
        if (!line.getFirst().equals("T")) {
            throw new FileRefused("an unknown kind of line");
        }
        CsvFrame.width(line, 6);
        Amounts.same("count", Amounts.count(line.get(1)), lines.size());
        Amounts.same("total of credits", Amounts.minor(line.get(2), currency), sums.credits());
        Amounts.same("total of debits", Amounts.minor(line.get(3), currency), sums.debits());
        long closing = Amounts.signedMinor(line.get(4), currency);
        sums.requireClosing(closing);
        CsvFrame.digestAndEnd(csv, line.get(5));
        return new BankStatement(
                CsvFrame.day(head.get(5)),
                Money.of(sums.opening(), currency),
                Money.of(closing, currency),
                lines,
                file);
    }

    private static boolean credit(String written) throws FileRefused {
        return switch (written) {
            case "C" -> true;
            case "D" -> false;
            default -> throw new FileRefused("a line is neither credit nor debit");
        };
    }
}
