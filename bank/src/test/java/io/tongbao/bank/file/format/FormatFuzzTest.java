package io.tongbao.bank.file.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bank.BankInstruction.Kind;
import io.tongbao.bank.BankInstruction.Purpose;
import io.tongbao.bank.BankInstruction.Speed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Readers take what the writers write, and answer anything else with a refusal and nothing worse. */
final class FormatFuzzTest {

    @Provide
    Arbitrary<FileFormat> formats() {
        return Arbitraries.of(
                new CsvFormat(StandardCharsets.UTF_8), new CsvFormat(Charset.forName("GB18030")), new Iso20022Format());
    }

    @Property(tries = 300)
    void anyBytesAreRefused(@ForAll("formats") FileFormat format, @ForAll @Size(max = 400) byte[] bytes)
            throws IOException {
        refusedOrRead(format, bytes);
    }

    @Property(tries = 1500)
    void aChangedFileIsRefusedOrReadAsAFile(
            @ForAll("formats") FileFormat format,
            @ForAll @IntRange(max = 2) int which,
            @ForAll @IntRange(max = 2000) int at,
            @ForAll byte put,
            @ForAll @IntRange(max = 3) int how)
            throws IOException {
        BatchGroup group = format instanceof CsvFormat ? BatchGroup.ALL : BatchGroup.CREDITS;
        byte[] good =
                switch (which) {
                    case 0 -> Samples.written(format, Samples.batch(group));
                    case 1 -> Samples.written(format, Samples.result(group));
                    default -> Samples.written(format, Samples.statement());
                };
        refusedOrRead(format, changed(good, at % good.length, put, how));
    }

    private static byte[] changed(byte[] good, int at, byte put, int how) {
        List<Byte> bytes = new ArrayList<>();
        for (byte each : good) {
            bytes.add(each);
        }
        switch (how) {
            case 0 -> bytes.set(at, put);
            case 1 -> bytes.add(at, put);
            case 2 -> bytes.remove(at);
            default -> bytes.subList(at, bytes.size()).clear();
        }
        byte[] changed = new byte[bytes.size()];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = bytes.get(i);
        }
        return changed;
    }

    private static void refusedOrRead(FileFormat format, byte[] bytes) throws IOException {
        try {
            format.readResult(new ByteArrayInputStream(bytes), Samples.US);
        } catch (FileRefused e) {
            assertThat(e.what()).isNotEmpty();
        }
        try {
            format.readStatement(bytes, Samples.US);
        } catch (FileRefused e) {
            assertThat(e.what()).isNotEmpty();
        }
        try {
            format.readBatch(new ByteArrayInputStream(bytes), Samples.US);
        } catch (FileRefused e) {
            assertThat(e.what()).isNotEmpty();
        }
    }

    /** A CSV result carries the digest of its rows: no change of one bit in them passes. */
    @Property(tries = 300)
    void noChangedRowPassesTheDigest(@ForAll @IntRange(max = 10_000) int at, @ForAll @IntRange(max = 7) int bit)
            throws IOException {
        FileFormat format = new CsvFormat(StandardCharsets.UTF_8);
        byte[] bytes = Samples.written(format, Samples.result(BatchGroup.ALL));
        String text = new String(bytes, StandardCharsets.UTF_8);
        int from = text.indexOf("\nR,") + 1;
        int until = text.indexOf("\nT,");
        bytes[from + at % (until - from)] ^= (byte) (1 << bit);
        boolean passed;
        try {
            format.readResult(new ByteArrayInputStream(bytes), Samples.US);
            passed = true;
        } catch (FileRefused e) {
            passed = false;
        }
        assertThat(passed).isFalse();
    }

    @Property(tries = 300)
    void whatIsWrittenIsRead(
            @ForAll("formats") FileFormat format,
            @ForAll Kind kind,
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000_000L) long amount,
            @ForAll boolean agreement,
            @ForAll @StringLength(max = 30) String holder,
            @ForAll @StringLength(max = 30) String note)
            throws IOException, FileRefused {
        BatchParty party = new BatchParty(agreement, "6222001000000015", holder);
        BatchRow row = kind == Kind.REFUND
                ? new BatchRow(
                        1,
                        Samples.id(1),
                        kind,
                        amount,
                        null,
                        Purpose.PAYMENT,
                        Speed.ORDINARY,
                        new BatchRow.Original(Samples.id(2), "TB20260228-000006"),
                        "")
                : new BatchRow(1, Samples.id(1), kind, amount, party, Purpose.PRIZE, Speed.INSTANT, null, note);
        Batch batch =
                new Batch("TB20260301-000007", Samples.DAY, Samples.AT, format.groupOf(kind), Samples.US, List.of(row));
        Batch read = format.readBatch(new ByteArrayInputStream(Samples.written(format, batch)), Samples.US);
        BatchRow back = read.rows().getFirst();
        assertThat(back.id()).isEqualTo(row.id());
        assertThat(back.amountMinor()).isEqualTo(amount);
        assertThat(back.kind()).isEqualTo(kind);
        assertThat(back.original()).isEqualTo(row.original());
        // Texts for people may lose control characters and outer spaces; who is paid may not.
        assertThat(back.party() == null ? null : back.party().number())
                .isEqualTo(row.party() == null ? null : row.party().number());
    }
}
