package io.tongbao.bank.file.format;

import io.tongbao.kernel.Currency;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Results as pain.002, customer payment status report. Each instruction of the batch has a transaction status; a report on the group alone
 * (the bank refused the file) is for staff, because a code such as AM05 would mean that an earlier copy was carried out.
 */
final class IsoResult {

    static final String MESSAGE = "pain.002.001.10";

    private IsoResult() {}

    static void write(BatchResult result, OurAccount us, OutputStream out) throws IOException {
        XmlOut.document(out, MESSAGE, xml -> {
            xml.open("CstmrPmtStsRpt").line();
            xml.open("GrpHdr")
                    .leaf("R" + result.batch(), "MsgId")
                    .leaf(result.madeAt().toString(), "CreDtTm")
                    .close(1)
                    .line();
            xml.open("OrgnlGrpInfAndSts")
                    .leaf(result.batch(), "OrgnlMsgId")
                    .leaf(IsoBatch.messageOf(result.group()), "OrgnlMsgNmId")
                    .leaf(Integer.toString(result.rows().size()), "OrgnlNbOfTxs")
                    .leaf(Amounts.decimal(result.totalMinor(), us.currency()), "OrgnlCtrlSum")
                    .leaf(groupStatus(result), "GrpSts")
                    .close(1)
                    .line();
            xml.open("OrgnlPmtInfAndSts").leaf(result.batch(), "OrgnlPmtInfId").line();
            for (ResultRow row : result.rows()) {
                row(row, us.currency(), xml);
            }
            xml.close(2).line();
        });
    }

    private static void row(ResultRow row, Currency currency, XmlOut xml) throws XMLStreamException {
        String id = Amounts.hex(row.id());
        xml.open("TxInfAndSts").leaf(id, "OrgnlInstrId").leaf(id, "OrgnlEndToEndId");
        switch (row.status()) {
            case DONE -> xml.leaf("ACSC", "TxSts");
            case PENDING -> xml.leaf("PDNG", "TxSts");
            case DECLINED -> xml.leaf("RJCT", "TxSts").leaf(row.code(), "StsRsnInf", "Rsn", "Prtry");
        }
        if (!row.reference().isEmpty()) {
            xml.leaf(row.reference(), "AcctSvcrRef");
        }
        Long amount = row.amountMinor();
        if (amount != null) {
            xml.amount(amount, currency, "OrgnlTxRef", "Amt", "InstdAmt");
        }
        xml.close(1).line();
    }

    private static String groupStatus(BatchResult result) {
        if (result.rows().stream().allMatch(row -> row.status() == ResultRow.Status.DONE)) {
            return "ACSC";
        }
        return result.rows().stream().allMatch(row -> row.status() == ResultRow.Status.DECLINED) ? "RJCT" : "PART";
    }

    static BatchResult read(InputStream in, OurAccount us) throws IOException, FileRefused {
        List<Map<String, String>> heads = new ArrayList<>();
        List<Map<String, String>> groups = new ArrayList<>();
        List<ResultRow> rows = new ArrayList<>();
        String message = XmlRecords.read(in, Set.of("GrpHdr", "OrgnlGrpInfAndSts", "TxInfAndSts"), (name, leaves) -> {
            switch (name) {
                case "GrpHdr" -> heads.add(leaves);
                case "OrgnlGrpInfAndSts" -> groups.add(leaves);
                default -> rows.add(row(leaves, us.currency()));
            }
            if (rows.size() > Batch.MOST_ROWS) {
                throw new FileRefused("more than " + Batch.MOST_ROWS + " rows");
            }
        });
        if (!message.startsWith("pain.002.")) {
            throw new FileRefused("no pain.002 but " + message);
        }
        if (heads.size() != 1 || groups.size() != 1) {
            throw new FileRefused("a status report has one header and reports on one batch");
        }
        Map<String, String> group = groups.getFirst();
        if (rows.isEmpty()) {
            throw new FileRefused("the bank reports " + group.getOrDefault("GrpSts", "nothing")
                    + " on the whole batch, reason " + code(group));
        }
        Amounts.noTwice(rows);
        Amounts.same("OrgnlNbOfTxs", Amounts.count(IsoBatch.leaf(group, "OrgnlNbOfTxs")), rows.size());
        long total = Amounts.minor(IsoBatch.leaf(group, "OrgnlCtrlSum"), us.currency());
        requireTotal(rows, total);
        return new BatchResult(
                IsoBatch.leaf(group, "OrgnlMsgId"),
                IsoBatch.groupOf(IsoBatch.leaf(group, "OrgnlMsgNmId")),
                IsoBatch.instant(IsoBatch.leaf(heads.getFirst(), "CreDtTm")),
                total,
                rows);
    }

    private static void requireTotal(List<ResultRow> rows, long total) throws FileRefused {
        long sum = 0;
        for (ResultRow row : rows) {
            Long amount = row.amountMinor();
            if (amount == null) {
                // Not every bank repeats the amounts; then the total is held against our batch alone.
                return;
            }
            sum = Amounts.add(sum, amount);
        }
        Amounts.same("OrgnlCtrlSum", total, sum);
    }

    private static ResultRow row(Map<String, String> leaves, Currency currency) throws FileRefused {
        String given = leaves.getOrDefault("OrgnlInstrId", "");
        UUID id = Amounts.id(given.isEmpty() ? IsoBatch.leaf(leaves, "OrgnlEndToEndId") : given);
        String written = IsoBatch.leaf(leaves, "TxSts");
        ResultRow.Status status =
                switch (written) {
                    case "ACSC", "ACCC" -> ResultRow.Status.DONE;
                    case "RJCT" -> ResultRow.Status.DECLINED;
                    case "ACCP", "ACSP", "ACTC", "ACWC", "PDNG", "RCVD" -> ResultRow.Status.PENDING;
                    default -> throw new FileRefused("an unknown transaction status");
                };
        String amountPath = "OrgnlTxRef/Amt/InstdAmt";
        @Nullable Long amount = leaves.containsKey(amountPath) ? IsoBatch.amount(leaves, amountPath, currency) : null;
        return new ResultRow(
                id,
                amount,
                status,
                CsvFrame.code(status == ResultRow.Status.DECLINED ? code(leaves) : ""),
                CsvFrame.reference(leaves.getOrDefault("AcctSvcrRef", "")));
    }

    private static String code(Map<String, String> leaves) {
        String code = leaves.getOrDefault("StsRsnInf/Rsn/Cd", "");
        return code.isEmpty() ? leaves.getOrDefault("StsRsnInf/Rsn/Prtry", "") : code;
    }
}
