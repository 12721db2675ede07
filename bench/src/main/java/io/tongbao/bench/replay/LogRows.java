package io.tongbao.bench.replay;

import io.tongbao.bench.cli.CommandFailed;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a log, in order, one at a time. Reading twice gives the same rows. Not thread-safe. */
final class LogRows implements AutoCloseable {

    /** Longest name of a party. */
    static final int MOST_NAME_CHARS = 200;

    private final LogFile file;
    private final int scale;
    private final LogFile.Content content;
    private final CsvReader records;
    private final LogColumns columns;
    private long number;

    private LogRows(LogFile file, int scale, LogFile.Content content) throws IOException {
        this.file = file;
        this.scale = scale;
        this.content = content;
        this.records = new CsvReader(new InputStreamReader(
                content,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        if (!records.next()) {
            throw new CommandFailed(file.path() + " is empty; its first line must name the columns");
        }
        this.columns = LogColumns.of(records);
    }

    /**
     * Opens the file and reads its header.
     *
     * @param scale digits of the currency behind the point
     */
    static LogRows open(LogFile file, int scale) {
        LogFile.Content content = null;
        LogRows rows = null;
        try {
            content = file.open();
            rows = new LogRows(file, scale, content);
            return rows;
        } catch (CharacterCodingException e) {
            throw notUtf8(file, e);
        } catch (IOException e) {
            throw LogFile.unreadable(file.path(), e);
        } finally {
            if (rows == null && content != null) {
                closeQuietly(content);
            }
        }
    }

    private static CommandFailed notUtf8(LogFile file, IOException e) {
        return new CommandFailed(file.path() + " is not UTF-8 text", e);
    }

    private static void closeQuietly(LogFile.Content content) {
        try {
            content.close();
        } catch (IOException e) {
            // Nothing was written; the error that led here is the one to tell.
            return;
        }
    }

    /** The next row; null at the end. */
    @Nullable
    LogRow next() {
        try {
            if (!records.next()) {
                return null;
            }
        } catch (CharacterCodingException e) {
            throw notUtf8(file, e);
        } catch (IOException e) {
            throw LogFile.unreadable(file.path(), e);
        }
        number++;
        return read();
    }

    private LogRow read() {
        if (records.fields() < columns.width()) {
            return senseless("malformed_row", "it has " + records.fields() + " fields of at least " + columns.width());
        }
        String word = records.field(columns.action());
        Optional<RowAction> action = RowAction.of(word);
        if (action.isEmpty()) {
            return senseless("unknown_action", "the action is none of CASH_IN, CASH_OUT, TRANSFER, PAYMENT, DEBIT");
        }
        String payer = records.field(columns.nameOrig());
        String payee = records.field(columns.nameDest());
        if (!isName(payer) || !isName(payee)) {
            return senseless("malformed_row", "a name is empty, too long or has a NUL in it");
        }
        boolean payeeOpens = action.get().payee() == PartyRole.CUSTOMER && columns.oldBalanceDest() >= 0;
        try {
            return new LogRow.Movement(
                    number,
                    action.get(),
                    MinorUnits.parse(records.field(columns.amount()), scale),
                    payer,
                    payee,
                    opening(columns.oldBalanceOrig()),
                    payeeOpens ? opening(columns.oldBalanceDest()) : 0,
                    records.field(columns.step()));
        } catch (NumberFormatException e) {
            return senseless("malformed_row", "an amount or balance is not a number");
        } catch (ArithmeticException e) {
            return senseless("malformed_row", "an amount or balance is too large");
        }
    }

    /** A negative balance opens at 0, and so does one that the log leaves blank. */
    private long opening(int column) {
        String text = records.field(column);
        return text.isEmpty() ? 0 : Math.max(0, MinorUnits.parse(text, scale));
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= MOST_NAME_CHARS && name.indexOf('\0') < 0;
    }

    private LogRow senseless(String code, String detail) {
        return new LogRow.Senseless(number, code, detail);
    }

    /** How far the file on disk has been read, in bytes. */
    long bytesRead() {
        return content.bytesRead();
    }

    @Override
    public void close() {
        closeQuietly(content);
    }
}
