package io.tongbao.bank.file.format;

import io.tongbao.bank.BankInstruction.Kind;
import io.tongbao.bank.BankInstruction.Purpose;
import io.tongbao.bank.BankInstruction.Speed;
import io.tongbao.bank.BankStatement;
import io.tongbao.kernel.Currency;
import io.tongbao.partner.DeclineReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of comma-separated fields: a header {@code H}, rows, a trailer {@code T} with count, total and the SHA-256 of the rows' bytes. Amounts
 * are decimals of the header's currency; refusals carry ISO 8583 response codes.
 *
 * <pre>
 * batch     H,1,BATCH,bank,our account,day,batch,made at,group,currency
 *           D,ordinal,id,DEBIT|CREDIT|REFUND,amount,CARD|TOKEN,number,holder,purpose,speed,original id,original batch,note
 * result    H,1,RESULT,bank,batch,made at,group,currency
 *           R,ordinal,id,amount,DONE|DECLINED|PENDING,code,bank's reference
 *           T,count,total,digest
 * statement H,1,STATEMENT,bank,our account,day,currency,opening
 *           S,bank's reference,id,amount,C|D,booked at,text
 *           T,count,credits,debits,closing,digest
 * </pre>
 *
 * @param charset UTF-8 or GB18030
 */
public record CsvFormat(Charset charset) implements FileFormat {

    private static final int LONGEST_NOTE = 40;
    private static final int LONGEST_HOLDER = 140;

    @Override
    public String extension() {
        return "csv";
    }

    @Override
    public BatchGroup groupOf(Kind kind) {
        return BatchGroup.ALL;
    }

    @Override
    public boolean fits(BatchParty party) {
        return true;
    }

    @Override
    public DeclineReason reason(String code) {
        return ResponseCodes.reason(code);
    }

    @Override
    public void writeBatch(Batch batch, OutputStream out) throws IOException {
        CsvWriter csv = new CsvWriter(out, charset);
        OurAccount us = batch.us();
        csv.frame(
                "H",
                CsvFrame.VERSION,
                "BATCH",
                us.bank(),
                us.number(),
                batch.day().toString(),
                batch.name(),
                batch.cutAt().toString(),
                batch.group().name(),
                us.currency().name());
        for (BatchRow row : batch.rows()) {
            BatchParty party = row.party();
            BatchRow.Original original = row.original();
            csv.row(
                    "D",
                    Integer.toString(row.ordinal()),
                    Amounts.hex(row.id()),
                    row.kind().name(),
                    Amounts.decimal(row.amountMinor(), us.currency()),
                    party == null ? "" : party.agreement() ? "TOKEN" : "CARD",
                    party == null ? "" : Amounts.clean(party.number(), 64),
                    party == null ? "" : Amounts.clean(party.holder(), LONGEST_HOLDER),
                    row.purpose().name(),
                    row.speed().name(),
                    original == null ? "" : Amounts.hex(original.id()),
                    original == null ? "" : original.batch(),
                    Amounts.clean(row.note(), LONGEST_NOTE));
        }
        csv.frame(
                "T",
                Integer.toString(batch.rows().size()),
                Amounts.decimal(batch.totalMinor(), us.currency()),
                csv.digest());
    }

    @Override
    public Batch readBatch(InputStream in, OurAccount us) throws IOException, FileRefused {
        CsvReader csv = new CsvReader(in, charset);
        List<String> head = CsvFrame.header(csv, "BATCH", 10);
        CsvFrame.same("bank", us.bank(), head.get(3));
        CsvFrame.same("account", us.number(), head.get(4));
        CsvFrame.same("currency", us.currency().name(), head.get(9));
        List<BatchRow> rows = new ArrayList<>();
        long total = 0;
        List<String> line = CsvFrame.record(csv);
        while (line.getFirst().equals("D")) {
            CsvFrame.width(line, 13);
            csv.digestLine();
            BatchRow row = batchRow(line, us.currency());
            Amounts.same("ordinal", row.ordinal(), rows.size() + 1L);
            rows.add(row);
            CsvFrame.full(rows.size());
            total = Amounts.add(total, row.amountMinor());
            line = CsvFrame.record(csv);
        }
        CsvFrame.trailer(csv, line, rows.size(), total, us.currency());
        if (rows.isEmpty()) {
            throw new FileRefused("a batch without rows");
        }
        return new Batch(
                head.get(6),
                CsvFrame.day(head.get(5)),
                CsvFrame.instant(head.get(7)),
                Amounts.oneOf(BatchGroup.class, head.get(8)),
                us,
                rows);
    }

    private static BatchRow batchRow(List<String> line, Currency currency) throws FileRefused {
        Kind kind = Amounts.oneOf(Kind.class, line.get(3));
        boolean refund = kind == Kind.REFUND;
        if (line.get(5).isEmpty() != refund || line.get(10).isEmpty() == refund) {
            throw new FileRefused("a refund has an original, the others an account");
        }
        return new BatchRow(
                Math.toIntExact(CsvFrame.positive(Amounts.count(line.get(1)))),
                Amounts.id(line.get(2)),
                kind,
                CsvFrame.positive(Amounts.minor(line.get(4), currency)),
                refund ? null : new BatchParty(line.get(5).equals("TOKEN"), line.get(6), line.get(7)),
                Amounts.oneOf(Purpose.class, line.get(8)),
                Amounts.oneOf(Speed.class, line.get(9)),
                refund ? new BatchRow.Original(Amounts.id(line.get(10)), line.get(11)) : null,
                line.get(12));
    }

    @Override
    public void writeResult(BatchResult result, OurAccount us, OutputStream out) throws IOException {
        CsvWriter csv = new CsvWriter(out, charset);
        csv.frame(
                "H",
                CsvFrame.VERSION,
                "RESULT",
                us.bank(),
                result.batch(),
                result.madeAt().toString(),
                result.group().name(),
                us.currency().name());
        int ordinal = 0;
        for (ResultRow row : result.rows()) {
            ordinal++;
            Long amount = row.amountMinor();
            csv.row(
                    "R",
                    Integer.toString(ordinal),
                    Amounts.hex(row.id()),
                    amount == null ? "" : Amounts.decimal(amount, us.currency()),
                    row.status().name(),
                    row.code(),
                    row.reference());
        }
        csv.frame(
                "T",
                Integer.toString(result.rows().size()),
                Amounts.decimal(result.totalMinor(), us.currency()),
                csv.digest());
    }

    @Override
    public BatchResult readResult(InputStream in, OurAccount us) throws IOException, FileRefused {
        CsvReader csv = new CsvReader(in, charset);
        List<String> head = CsvFrame.header(csv, "RESULT", 8);
        CsvFrame.same("bank", us.bank(), head.get(3));
        CsvFrame.same("currency", us.currency().name(), head.get(7));
        List<ResultRow> rows = new ArrayList<>();
        long total = 0;
        List<String> line = CsvFrame.record(csv);
        while (line.getFirst().equals("R")) {
            CsvFrame.width(line, 7);
            csv.digestLine();
            long amount = CsvFrame.positive(Amounts.minor(line.get(3), us.currency()));
            rows.add(new ResultRow(
                    Amounts.id(line.get(2)),
                    amount,
                    Amounts.oneOf(ResultRow.Status.class, line.get(4)),
                    CsvFrame.code(line.get(5)),
                    CsvFrame.reference(line.get(6))));
            CsvFrame.full(rows.size());
            total = Amounts.add(total, amount);
            line = CsvFrame.record(csv);
        }
        CsvFrame.trailer(csv, line, rows.size(), total, us.currency());
        Amounts.noTwice(rows);
        return new BatchResult(
                head.get(4), Amounts.oneOf(BatchGroup.class, head.get(6)), CsvFrame.instant(head.get(5)), total, rows);
    }

    @Override
    public byte[] writeStatement(BankStatement statement, OurAccount us) throws IOException {
        return CsvStatement.write(charset, statement, us);
    }

    @Override
    public BankStatement readStatement(byte[] file, OurAccount us) throws FileRefused {
        try {
            return CsvStatement.read(new CsvReader(new ByteArrayInputStream(file), charset), file, us);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }
}
