package io.tongbao.bank.file.format;

import io.tongbao.bank.BankInstruction.Kind;
import io.tongbao.bank.BankStatement;
import io.tongbao.partner.DeclineReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How batches, results and statements are written. Each format reads what it writes: the bank's side is the sandbox's. */
public sealed interface FileFormat permits CsvFormat, Iso20022Format {

    /** {@code csv} or {@code xml}. */
    String extension();

    /** Which instructions share a file with those of this kind. */
    BatchGroup groupOf(Kind kind);

    /** Whether the format has room for this account or token. */
    boolean fits(BatchParty party);

    /** The bank's code in our words. */
    DeclineReason reason(String code);

    void writeBatch(Batch batch, OutputStream out) throws IOException;

    /** @throws FileRefused when count, total, digest or form are wrong, or a row stands in it twice */
    BatchResult readResult(InputStream in, OurAccount us) throws IOException, FileRefused;

    /** @throws FileRefused when opening + credits − debits is not closing, the account is not ours, or the form is wrong */
    BankStatement readStatement(byte[] file, OurAccount us) throws FileRefused;

    /** The bank's side of {@link #writeBatch}. */
    Batch readBatch(InputStream in, OurAccount us) throws IOException, FileRefused;

    /** The bank's side of {@link #readResult}. */
    void writeResult(BatchResult result, OurAccount us, OutputStream out) throws IOException;

    /** The bank's side of {@link #readStatement}; the statement's own {@code file} is not looked at. */
    byte[] writeStatement(BankStatement statement, OurAccount us) throws IOException;
}
