package io.tongbao.bank.file.format;

import io.tongbao.bank.BankStatement;
import io.tongbao.bank.StatementLine;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Statements as camt.053, one account and one day in a file; opening {@code OPBD} (or {@code PRCD}), closing {@code CLBD}. */
final class IsoStatement {

    static final String MESSAGE = "camt.053.001.08";

    private IsoStatement() {}

    static byte[] write(BankStatement statement, OurAccount us) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        XmlOut.document(out, MESSAGE, xml -> {
            String id = "S-" + statement.day();
            xml.open("BkToCstmrStmt").line();
            xml.open("GrpHdr")
                    .leaf(id, "MsgId")
                    .leaf(made(statement), "CreDtTm")
                    .close(1)
                    .line();
            xml.open("Stmt").leaf(id, "Id").leaf(made(statement), "CreDtTm");
            xml.open("Acct")
                    .leaf(us.number(), "Id", "Othr", "Id")
                    .leaf(us.currency().name(), "Ccy")
                    .close(1);
            xml.line();
            balance("OPBD", statement.opening(), statement.day(), xml);
            balance("CLBD", statement.closing(), statement.day(), xml);
            for (StatementLine line : statement.lines()) {
                entry(line, xml);
            }
            xml.close(2).line();
        });
        return out.toByteArray();
    }

    private static String made(BankStatement statement) {
        return statement
                .day()
                .plusDays(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC)
                .toString();
    }

    private static void balance(String type, Money amount, LocalDate day, XmlOut xml) throws XMLStreamException {
        xml.open("Bal").leaf(type, "Tp", "CdOrPrtry", "Cd");
        xml.amount(Math.abs(amount.minor()), amount.currency(), "Amt");
        xml.leaf(amount.minor() < 0 ? "DBIT" : "CRDT", "CdtDbtInd");
        xml.leaf(day.toString(), "Dt", "Dt").close(1).line();
    }

    private static void entry(StatementLine line, XmlOut xml) throws XMLStreamException {
        xml.open("Ntry").amount(line.amount().minor(), line.amount().currency(), "Amt");
        xml.leaf(line.credit() ? "CRDT" : "DBIT", "CdtDbtInd").leaf("BOOK", "Sts", "Cd");
        xml.leaf(line.bookedAt().toString(), "BookgDt", "DtTm");
        xml.leaf(line.bankReference(), "AcctSvcrRef").leaf("PMNT", "BkTxCd", "Prtry", "Cd");
        UUID id = line.instructionId();
        if (id != null) {
            xml.leaf(Amounts.hex(id), "NtryDtls", "TxDtls", "Refs", "EndToEndId");
        }
        if (!line.text().isBlank()) {
            xml.leaf(line.text(), "AddtlNtryInf");
        }
        xml.close(1).line();
    }

    static BankStatement read(byte[] file, OurAccount us) throws FileRefused {
        Reading reading = new Reading(us.currency());
        String message;
        int statements;
        try {
            message = XmlRecords.read(new ByteArrayInputStream(file), Set.of("Acct", "Bal", "Ntry"), reading);
            statements = reading.accounts.size();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
        if (!message.startsWith("camt.053.")) {
            throw new FileRefused("no camt.053 but " + message);
        }
        if (statements != 1 || !reading.accounts.getFirst().equals(us.number())) {
            throw new FileRefused("the statement is not of our account " + us.number() + " alone");
        }
        Long opening = reading.opening;
        Long closing = reading.closing;
        LocalDate day = reading.day;
        if (opening == null || closing == null || day == null) {
            throw new FileRefused("the statement lacks its opening or closing balance");
        }
        StatementSums sums = new StatementSums(opening);
        for (StatementLine line : reading.lines) {
            sums.add(line);
        }
        sums.requireClosing(closing);
        return new BankStatement(
                day, Money.of(opening, us.currency()), Money.of(closing, us.currency()), reading.lines, file);
    }

    private static final class Reading implements XmlRecords.Sink {

        private final Currency currency;
        private final List<String> accounts = new ArrayList<>();
        private final List<StatementLine> lines = new ArrayList<>();
        private @Nullable Long opening;
        private @Nullable Long closing;
        private @Nullable LocalDate day;

        Reading(Currency currency) {
            this.currency = currency;
        }

        @Override
        public void record(String name, Map<String, String> leaves) throws FileRefused {
            switch (name) {
                case "Acct" -> accounts.add(leaves.getOrDefault("Id/IBAN", leaves.getOrDefault("Id/Othr/Id", "")));
                case "Bal" -> balance(leaves);
                default -> entry(leaves);
            }
        }

        private void balance(Map<String, String> leaves) throws FileRefused {
            String type = leaves.getOrDefault("Tp/CdOrPrtry/Cd", "");
            if (!leaves.getOrDefault("Amt@Ccy", "").equals(currency.name())) {
                throw new FileRefused("a balance is not in " + currency);
            }
            long size = Amounts.minor(IsoBatch.leaf(leaves, "Amt"), currency);
            long amount = credit(leaves) ? size : -size;
            switch (type) {
                case "OPBD", "PRCD" -> opening = once(opening, amount);
                case "CLBD" -> {
                    closing = once(closing, amount);
                    day = day(leaves.getOrDefault("Dt/Dt", leaves.getOrDefault("Dt/DtTm", "")));
                }
                default -> {
                    // Available and forward balances are no part of the sum.
                }
            }
        }

        private static Long once(@Nullable Long before, long now) throws FileRefused {
            if (before != null && before != now) {
                throw new FileRefused("a balance is given twice");
            }
            return now;
        }

        private void entry(Map<String, String> leaves) throws FileRefused {
            String status = leaves.getOrDefault("Sts/Cd", leaves.getOrDefault("Sts", ""));
            if (!status.equals("BOOK")) {
                return;
            }
            if (lines.size() >= Batch.MOST_ROWS) {
                throw new FileRefused("more than " + Batch.MOST_ROWS + " entries");
            }
            String endToEnd = leaves.getOrDefault("NtryDtls/TxDtls/Refs/EndToEndId", "");
            boolean single = !leaves.containsKey("NtryDtls/TxDtls/Refs/EndToEndId#");
            String reference =
                    leaves.getOrDefault("AcctSvcrRef", leaves.getOrDefault("NtryDtls/TxDtls/Refs/AcctSvcrRef", ""));
            lines.add(new StatementLine(
                    CsvFrame.reference(reference),
                    single && Amounts.isId(endToEnd) ? Amounts.id(endToEnd) : null,
                    Money.of(IsoBatch.amount(leaves, "Amt", currency), currency),
                    credit(leaves),
                    booked(leaves),
                    leaves.getOrDefault("AddtlNtryInf", "")));
        }

        private static Instant booked(Map<String, String> leaves) throws FileRefused {
            String time = leaves.get("BookgDt/DtTm");
            return time == null
                    ? day(IsoBatch.leaf(leaves, "BookgDt/Dt")).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : IsoBatch.instant(time);
        }

        private static boolean credit(Map<String, String> leaves) throws FileRefused {
            return switch (leaves.getOrDefault("CdtDbtInd", "")) {
                case "CRDT" -> true;
                case "DBIT" -> false;
                default -> throw new FileRefused("neither credit nor debit");
            };
        }

        private static LocalDate day(String written) throws FileRefused {
            try {
                return LocalDate.parse(written.length() > 10 ? written.substring(0, 10) : written);
            } catch (DateTimeException e) {
                throw new FileRefused("a day is not written as ISO 8601 says");
            }
        }
    }
}
