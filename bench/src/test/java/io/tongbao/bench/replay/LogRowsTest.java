package io.tongbao.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.cli.ProgressBar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogRowsTest {

    private static final String HEADER = "step,action,amount,nameOrig,oldBalanceOrig,nameDest,oldBalanceDest,isFraud\n";

    @TempDir
    private Path directory;

    @Test
    void findsColumnsByNameInAnyOrderAndIgnoresOthers() throws IOException {
        List<LogRow> rows = read("\uFEFFnameDest,junk,AMOUNT, action ,oldBalanceOrig,step,nameOrig\r\n"
                + "\"shop, \"\"one\"\"\",x,12.345,PAYMENT,-7.00,3,\"a\nb\"\r\n\r\n");
        assertThat(rows)
                .containsExactly(new LogRow.Movement(1, RowAction.PAYMENT, 1234, "a\nb", "shop, \"one\"", 0, 0, "3"));
    }

    @Test
    void readsOpeningsOfBothSidesOfATransferOnly() throws IOException {
        List<LogRow> rows =
                read(HEADER + "1,TRANSFER,1,a,10.00,b,20.00,0\n1,CASH_IN,1,a,10,agent,5,0\n1,DEBIT,1,a,,bank,,0");
        assertThat(rows)
                .containsExactly(
                        new LogRow.Movement(1, RowAction.TRANSFER, 100, "a", "b", 1000, 2000, "1"),
                        new LogRow.Movement(2, RowAction.CASH_IN, 100, "a", "agent", 1000, 0, "1"),
                        new LogRow.Movement(3, RowAction.DEBIT, 100, "a", "bank", 0, 0, "1"));
    }

    @Test
    void roundsHalfToEven() {
        assertThat(MinorUnits.parse("0.005", 2)).isZero();
        assertThat(MinorUnits.parse("0.015", 2)).isEqualTo(2);
        assertThat(MinorUnits.parse("-1.005", 2)).isEqualTo(-100);
        assertThat(MinorUnits.parse("1e3", 2)).isEqualTo(100_000);
        assertThat(MinorUnits.parse("7", 0)).isEqualTo(7);
        assertThatThrownBy(() -> MinorUnits.parse("1e999999999", 2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> MinorUnits.parse("1e-999999999", 2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> MinorUnits.parse("99999999999999999999", 2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> MinorUnits.parse("x", 2)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void senselessRowsAreCountedAndDoNotStopTheRest() throws IOException {
        List<LogRow> rows =
                read(HEADER + "1,STEAL,1,a,1,b,1,0\n1,PAYMENT,x,a,1,b,1,0\n1,PAYMENT\n1,PAYMENT,1,,1,b,1,0\n"
                        + "1,PAYMENT,1,a,1,b,1,0\n");
        assertThat(rows).hasSize(5);
        assertThat(rows.subList(0, 4)).allSatisfy(row -> assertThat(row).isInstanceOf(LogRow.Senseless.class));
        assertThat(rows.getFirst()).extracting("code").isEqualTo("unknown_action");
        assertThat(rows.getLast().number()).isEqualTo(5);
    }

    @Test
    void namesWhatIsWrongWithTheFile() throws IOException {
        assertThatThrownBy(() -> read("step,amount,nameOrig,oldBalanceOrig\n1,2,3,4\n"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("lacks the columns action, nameDest");
        assertThatThrownBy(() -> read("")).isInstanceOf(CommandFailed.class).hasMessageContaining("empty");
        assertThatThrownBy(() -> read(HEADER + "1,\"PAYMENT,1,a,1,b,1,0\n"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("quote");
        assertThatThrownBy(() -> read(HEADER + "x".repeat(100_000)))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("longer than");
        Path latin = directory.resolve("latin.csv");
        Files.write(latin, (HEADER + "1,PAYMENT,1,\u00e9,1,b,1,0\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(latin)).isInstanceOf(CommandFailed.class).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> LogFile.identify(directory.resolve("none.csv"), silent()))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("there is no file");
    }

    @Test
    void aLogIsKnownByWhatIsInItHoweverPacked() throws IOException {
        byte[] text = (HEADER + "1,PAYMENT,1,a,1,b,1,0\n").getBytes(StandardCharsets.UTF_8);
        Path plain = Files.write(directory.resolve("plain"), text);
        Path packed = Files.write(directory.resolve("packed"), gzip(text));
        assertThat(LogFile.identify(packed, silent()).sha256())
                .isEqualTo(LogFile.identify(plain, silent()).sha256());
        assertThat(read(packed)).isEqualTo(read(plain));
        byte[] cut = gzip(text);
        Path damaged = Files.write(directory.resolve("damaged"), Arrays.copyOf(cut, cut.length - 5));
        assertThatThrownBy(() -> LogFile.identify(damaged, silent()))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("gzip");
    }

    private List<LogRow> read(String text) throws IOException {
        return read(Files.writeString(directory.resolve("log.csv"), text));
    }

    private static List<LogRow> read(Path path) {
        List<LogRow> all = new ArrayList<>();
        try (LogRows rows = LogRows.open(LogFile.identify(path, silent()), 2)) {
            for (LogRow row = rows.next(); row != null; row = rows.next()) {
                all.add(row);
            }
        }
        return all;
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text);
        }
        return out.toByteArray();
    }

    static ProgressBar silent() {
        return new ProgressBar(new PrintStream(OutputStream.nullOutputStream()), false, "");
    }
}
