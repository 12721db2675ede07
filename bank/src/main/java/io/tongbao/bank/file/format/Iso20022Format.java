package io.tongbao.bank.file.format;

import io.tongbao.bank.BankInstruction.Kind;
import io.tongbao.bank.BankStatement;
import io.tongbao.partner.DeclineReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** ISO 20022: batches as pain.001, pain.008 and pain.007, results as pain.002, statements as camt.053; any version of a message is read. */
public record Iso20022Format() implements FileFormat {

    /** {@code Othr/Id} of an account: Max34Text. */
    private static final int LONGEST_ACCOUNT = 34;

    @Override
    public String extension() {
        return "xml";
    }

    @Override
    public BatchGroup groupOf(Kind kind) {
        return switch (kind) {
            case DEBIT -> BatchGroup.DEBITS;
            case CREDIT -> BatchGroup.CREDITS;
            case REFUND -> BatchGroup.REFUNDS;
        };
    }

    @Override
    public boolean fits(BatchParty party) {
        return party.number().length() <= LONGEST_ACCOUNT;
    }

    @Override
    public DeclineReason reason(String code) {
        return IsoReasons.reason(code);
    }

    @Override
    public void writeBatch(Batch batch, OutputStream out) throws IOException {
        IsoBatch.write(batch, out);
    }

    @Override
    public BatchResult readResult(InputStream in, OurAccount us) throws IOException, FileRefused {
        return IsoResult.read(in, us);
    }

    @Override
    public BankStatement readStatement(byte[] file, OurAccount us) throws FileRefused {
        return IsoStatement.read(file, us);
    }

    @Override
    public Batch readBatch(InputStream in, OurAccount us) throws IOException, FileRefused {
        return IsoBatch.read(in, us);
    }

    @Override
    public void writeResult(BatchResult result, OurAccount us, OutputStream out) throws IOException {
        IsoResult.write(result, us, out);
    }

    @Override
    public byte[] writeStatement(BankStatement statement, OurAccount us) throws IOException {
        return IsoStatement.write(statement, us);
    }
}
