package io.tongbao.bank.file.format;

import io.tongbao.bank.BankInstruction.Kind;
import io.tongbao.bank.BankInstruction.Purpose;
import io.tongbao.bank.BankInstruction.Speed;
import io.tongbao.kernel.Currency;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/**
 * Batches as ISO 20022 messages: credits as pain.001 (customer credit transfer initiation), debits as pain.008 (customer direct debit
 * initiation), refunds of debits as pain.007 (customer payment reversal). An agreement is an account of the scheme {@code AGREEMENT}.
 */
final class IsoBatch {

    static final String CREDITS = "pain.001.001.09";
    static final String DEBITS = "pain.008.001.08";
    static final String REFUNDS = "pain.007.001.09";
    private static final String AGREEMENT = "AGREEMENT";
    private static final String NOT_PROVIDED = "NOTPROVIDED";

    private IsoBatch() {}

    static String messageOf(BatchGroup group) {
        return switch (group) {
            case CREDITS -> CREDITS;
            case DEBITS -> DEBITS;
            case REFUNDS -> REFUNDS;
            case ALL -> throw new IllegalArgumentException("ISO 20022 has a message for each kind");
        };
    }

    static BatchGroup groupOf(String message) throws FileRefused {
        if (message.startsWith("pain.001.")) {
            return BatchGroup.CREDITS;
        }
        if (message.startsWith("pain.008.")) {
            return BatchGroup.DEBITS;
        }
        if (message.startsWith("pain.007.")) {
            return BatchGroup.REFUNDS;
        }
        throw new FileRefused("no pain.001, pain.007 or pain.008 but " + message);
    }

    static void write(Batch batch, OutputStream out) throws IOException {
        XmlOut.document(out, messageOf(batch.group()), xml -> {
            switch (batch.group()) {
                case CREDITS -> transfers(batch, xml);
                case DEBITS -> debits(batch, xml);
                case REFUNDS -> refunds(batch, xml);
                case ALL -> throw new IllegalArgumentException("ISO 20022 has a message for each kind");
            }
        });
    }

    private static void head(Batch batch, XmlOut xml) throws XMLStreamException {
        xml.open("GrpHdr").leaf(batch.name(), "MsgId").leaf(batch.cutAt().toString(), "CreDtTm");
        sums(batch, xml);
        xml.leaf(batch.us().holder(), "InitgPty", "Nm").close(1).line();
    }

    private static void sums(Batch batch, XmlOut xml) throws XMLStreamException {
        xml.leaf(Integer.toString(batch.rows().size()), "NbOfTxs")
                .leaf(Amounts.decimal(batch.totalMinor(), batch.us().currency()), "CtrlSum");
    }

    private static void ourSide(OurAccount us, XmlOut xml, String party) throws XMLStreamException {
        xml.leaf(us.holder(), party, "Nm").leaf(us.number(), party + "Acct", "Id", "Othr", "Id");
        if (us.bic().isEmpty()) {
            xml.leaf(NOT_PROVIDED, party + "Agt", "FinInstnId", "Othr", "Id");
        } else {
            xml.leaf(us.bic(), party + "Agt", "FinInstnId", "BICFI");
        }
    }

    private static void theirSide(BatchRow row, XmlOut xml, String party) throws XMLStreamException {
        BatchParty their = row.party();
        if (their == null) {
            throw new IllegalArgumentException("a row without an account");
        }
        String holder = Amounts.clean(their.holder(), 140).strip();
        xml.leaf(holder.isEmpty() ? NOT_PROVIDED : holder, party, "Nm");
        xml.open(party + "Acct", "Id", "Othr").leaf(their.number(), "Id");
        if (their.agreement()) {
            xml.leaf(AGREEMENT, "SchmeNm", "Prtry");
        }
        xml.close(3);
    }

    private static void ids(BatchRow row, XmlOut xml) throws XMLStreamException {
        String id = Amounts.hex(row.id());
        xml.open("PmtId").leaf(id, "InstrId").leaf(id, "EndToEndId").close(1);
        xml.leaf(row.speed().name(), "PmtTpInf", "SvcLvl", "Prtry");
    }

    private static void ends(BatchRow row, XmlOut xml) throws XMLStreamException {
        xml.leaf(row.purpose().name(), "Purp", "Prtry");
        String note = Amounts.clean(row.note(), 140).strip();
        if (!note.isEmpty()) {
            xml.leaf(note, "RmtInf", "Ustrd");
        }
    }

    private static void transfers(Batch batch, XmlOut xml) throws XMLStreamException {
        xml.open("CstmrCdtTrfInitn").line();
        head(batch, xml);
        xml.open("PmtInf").leaf(batch.name(), "PmtInfId").leaf("TRF", "PmtMtd");
        sums(batch, xml);
        xml.leaf(batch.day().toString(), "ReqdExctnDt", "Dt");
        ourSide(batch.us(), xml, "Dbtr");
        xml.line();
        for (BatchRow row : batch.rows()) {
            xml.open("CdtTrfTxInf");
            ids(row, xml);
            xml.amount(row.amountMinor(), batch.us().currency(), "Amt", "InstdAmt");
            theirSide(row, xml, "Cdtr");
            ends(row, xml);
            xml.close(1).line();
        }
        xml.close(2).line();
    }

    private static void debits(Batch batch, XmlOut xml) throws XMLStreamException {
        xml.open("CstmrDrctDbtInitn").line();
        head(batch, xml);
        xml.open("PmtInf").leaf(batch.name(), "PmtInfId").leaf("DD", "PmtMtd");
        sums(batch, xml);
        xml.leaf(batch.day().toString(), "ReqdColltnDt");
        ourSide(batch.us(), xml, "Cdtr");
        xml.line();
        for (BatchRow row : batch.rows()) {
            xml.open("DrctDbtTxInf");
            ids(row, xml);
            xml.amount(row.amountMinor(), batch.us().currency(), "InstdAmt");
            BatchParty their = row.party();
            if (their != null && their.agreement()) {
                xml.leaf(their.number(), "DrctDbtTx", "MndtRltdInf", "MndtId");
            }
            xml.leaf(NOT_PROVIDED, "DbtrAgt", "FinInstnId", "Othr", "Id");
            theirSide(row, xml, "Dbtr");
            ends(row, xml);
            xml.close(1).line();
        }
        xml.close(2).line();
    }

    private static void refunds(Batch batch, XmlOut xml) throws XMLStreamException {
        xml.open("CstmrPmtRvsl").line();
        head(batch, xml);
        // The originals lie in several batches, each named beside its refund.
        xml.open("OrgnlGrpInf")
                .leaf(NOT_PROVIDED, "OrgnlMsgId")
                .leaf(DEBITS, "OrgnlMsgNmId")
                .close(1)
                .line();
        for (BatchRow row : batch.rows()) {
            BatchRow.Original original = row.original();
            if (original == null) {
                throw new IllegalArgumentException("a refund without its original");
            }
            xml.open("OrgnlPmtInfAndRvsl")
                    .leaf(original.batch(), "OrgnlPmtInfId")
                    .open("TxInf");
            xml.leaf(Amounts.hex(row.id()), "RvslId").leaf(Amounts.hex(original.id()), "OrgnlEndToEndId");
            xml.amount(row.amountMinor(), batch.us().currency(), "RvsdInstdAmt");
            xml.leaf("CUST", "RvslRsnInf", "Rsn", "Cd").close(2).line();
        }
        xml.close(1).line();
    }

    /** The day is that of {@code CreDtTm}: reversals carry no other. */
    static Batch read(InputStream in, OurAccount us) throws IOException, FileRefused {
        List<Map<String, String>> heads = new ArrayList<>();
        List<Map<String, String>> all = new ArrayList<>();
        String message = XmlRecords.read(
                in, Set.of("GrpHdr", "CdtTrfTxInf", "DrctDbtTxInf", "OrgnlPmtInfAndRvsl"), (name, leaves) -> {
                    (name.equals("GrpHdr") ? heads : all).add(leaves);
                    if (all.size() > Batch.MOST_ROWS) {
                        throw new FileRefused("more than " + Batch.MOST_ROWS + " rows");
                    }
                });
        if (heads.size() != 1 || all.isEmpty()) {
            throw new FileRefused("a batch has one header and at least one row");
        }
        BatchGroup group = groupOf(message);
        List<BatchRow> rows = new ArrayList<>();
        long total = 0;
        for (Map<String, String> leaves : all) {
            BatchRow row = row(rows.size() + 1, group, leaves, us.currency());
            rows.add(row);
            total = Amounts.add(total, row.amountMinor());
        }
        Map<String, String> head = heads.getFirst();
        Amounts.same("NbOfTxs", Amounts.count(leaf(head, "NbOfTxs")), rows.size());
        Amounts.same("CtrlSum", Amounts.minor(leaf(head, "CtrlSum"), us.currency()), total);
        Instant made = instant(leaf(head, "CreDtTm"));
        return new Batch(leaf(head, "MsgId"), LocalDate.ofInstant(made, ZoneOffset.UTC), made, group, us, rows);
    }

    private static BatchRow row(int ordinal, BatchGroup group, Map<String, String> leaves, Currency currency)
            throws FileRefused {
        return switch (group) {
            case CREDITS -> paid(ordinal, Kind.CREDIT, "Amt/InstdAmt", "Cdtr", leaves, currency);
            case DEBITS -> paid(ordinal, Kind.DEBIT, "InstdAmt", "Dbtr", leaves, currency);
            case REFUNDS, ALL ->
                new BatchRow(
                        ordinal,
                        Amounts.id(leaf(leaves, "TxInf/RvslId")),
                        Kind.REFUND,
                        amount(leaves, "TxInf/RvsdInstdAmt", currency),
                        null,
                        Purpose.PAYMENT,
                        Speed.ORDINARY,
                        new BatchRow.Original(
                                Amounts.id(leaf(leaves, "TxInf/OrgnlEndToEndId")), leaf(leaves, "OrgnlPmtInfId")),
                        "");
        };
    }

    private static BatchRow paid(
            int ordinal, Kind kind, String amount, String party, Map<String, String> leaves, Currency currency)
            throws FileRefused {
        String holder = leaf(leaves, party + "/Nm");
        return new BatchRow(
                ordinal,
                Amounts.id(leaf(leaves, "PmtId/EndToEndId")),
                kind,
                amount(leaves, amount, currency),
                new BatchParty(
                        leaves.getOrDefault(party + "Acct/Id/Othr/SchmeNm/Prtry", "")
                                .equals(AGREEMENT),
                        leaf(leaves, party + "Acct/Id/Othr/Id"),
                        holder.equals(NOT_PROVIDED) ? "" : holder),
                Amounts.oneOf(Purpose.class, leaf(leaves, "Purp/Prtry")),
                Amounts.oneOf(Speed.class, leaf(leaves, "PmtTpInf/SvcLvl/Prtry")),
                null,
                leaves.getOrDefault("RmtInf/Ustrd", ""));
    }

    static long amount(Map<String, String> leaves, String path, Currency currency) throws FileRefused {
        if (!leaf(leaves, path + "@Ccy").equals(currency.name())) {
            throw new FileRefused("an amount is not in " + currency);
        }
        return CsvFrame.positive(Amounts.minor(leaf(leaves, path), currency));
    }

    static String leaf(Map<String, String> leaves, String path) throws FileRefused {
        String text = leaves.get(path);
        if (text == null || text.isEmpty()) {
            throw new FileRefused("a record lacks " + path);
        }
        return text;
    }

    /** With or without an offset; without one it is UTC. */
    static Instant instant(String written) throws FileRefused {
        try {
            return OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeException e) {
            try {
                return OffsetDateTime.parse(written + "Z").toInstant();
            } catch (DateTimeException again) {
                throw new FileRefused("a time is not written as ISO 8601 says");
            }
        }
    }
}
