package io.tongbao.bank.file.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bank.BankStatement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as reviewed goldens; write them anew with {@code -Dtongbao.goldens=write} and read the difference. */
final class GoldenFilesTest {

    private static final FileFormat CSV = new CsvFormat(StandardCharsets.UTF_8);
    private static final FileFormat GB = new CsvFormat(Charset.forName("GB18030"));
    private static final FileFormat ISO = new Iso20022Format();

    private static FileFormat format(String name) {
        return switch (name) {
            case "csv" -> CSV;
            case "gb" -> GB;
            default -> ISO;
        };
    }

    @ParameterizedTest
    @CsvSource({"csv,ALL", "gb,ALL", "iso,CREDITS", "iso,DEBITS", "iso,REFUNDS"})
    void batches(String name, BatchGroup group) throws IOException, FileRefused {
        FileFormat format = format(name);
        Batch batch = Samples.batch(group);
        byte[] written = Samples.written(format, batch);
        golden("batch-" + name + "-" + group + "." + format.extension(), written);
        assertThat(format.readBatch(new ByteArrayInputStream(written), Samples.US))
                .isEqualTo(batch);
    }

    @ParameterizedTest
    @CsvSource({"csv,ALL", "gb,ALL", "iso,CREDITS"})
    void results(String name, BatchGroup group) throws IOException, FileRefused {
        FileFormat format = format(name);
        byte[] written = Samples.written(format, Samples.result(group));
        golden("result-" + name + "." + format.extension(), written);
        assertThat(format.readResult(new ByteArrayInputStream(written), Samples.US))
                .isEqualTo(Samples.result(group));
    }

    @ParameterizedTest
    @CsvSource({"csv", "gb", "iso"})
    void statements(String name) throws IOException, FileRefused {
        FileFormat format = format(name);
        byte[] written = Samples.written(format, Samples.statement());
        golden("statement-" + name + "." + format.extension(), written);
        BankStatement read = format.readStatement(written, Samples.US);
        assertThat(read.lines()).isEqualTo(Samples.statement().lines());
        assertThat(read.opening()).isEqualTo(Samples.statement().opening());
        assertThat(read.closing()).isEqualTo(Samples.statement().closing());
        assertThat(read.day()).isEqualTo(Samples.DAY);
        assertThat(read.file()).isEqualTo(written);
    }

    @Test
    void theSameBatchMakesTheSameBytes() {
        assertThat(Samples.written(ISO, Samples.batch(BatchGroup.CREDITS)))
                .isEqualTo(Samples.written(ISO, Samples.batch(BatchGroup.CREDITS)));
    }

    private static void golden(String name, byte[] written) throws IOException {
        Path file = Path.of(
                System.getProperty("tongbao.root", ".."), "bank/src/test/resources/io/tongbao/bank/file/goldens", name);
        if ("write".equals(System.getProperty("tongbao.goldens"))) {
            Files.createDirectories(file.getParent());
            Files.write(file, written);
        }
        assertThat(written).as(name).isEqualTo(Files.readAllBytes(file));
    }
}
