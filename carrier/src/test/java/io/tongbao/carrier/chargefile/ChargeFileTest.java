package io.tongbao.carrier.chargefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.ChargeFileAnswer;
import io.tongbao.carrier.ChargeLine;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargeFileTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
    private static final String GOLDEN = """
            H,1,2026-03-01,CNY
            D,P000000000001,019531a0-0000-7000-8000-000000000001,CHARGE,1230,2026-03-01T02:03:04.005Z
            D,P000000000002,,REFUND,30,2026-03-01T02:03:05Z
            """;

    private static List<ChargeLine> lines() {
        return List.of(
                new ChargeLine(
                        "P000000000001",
                        UUID.fromString("019531a0-0000-7000-8000-000000000001"),
                        Kind.CHARGE,
                        Money.of(1230, Currency.CNY),
                        Instant.parse("2026-03-01T02:03:04.005Z")),
                new ChargeLine(
                        "P000000000002",
                        null,
                        Kind.REFUND,
                        Money.of(30, Currency.CNY),
                        Instant.parse("2026-03-01T02:03:05Z")));
    }

    private static String written() {
        return new String(ChargeFile.write(DAY, Currency.CNY, lines()), StandardCharsets.UTF_8);
    }

    private static ChargeFileAnswer read(String file) {
        return ChargeFile.read(file.getBytes(StandardCharsets.UTF_8), DAY, Currency.CNY);
    }

    @Test
    void isWrittenAsTheGoldenFile() {
        assertThat(written()).startsWith(GOLDEN);
        assertThat(written()).contains("\nT,2,1230,0,30,0,0,");
        assertThat(read(written()))
                .isInstanceOfSatisfying(ChargeFileAnswer.Ready.class, ready -> assertThat(ready.lines())
                        .isEqualTo(lines()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "T,2,~T,3,~counts",
                "T,2,1230,~T,2,1231,~sum to",
                "CHARGE,1230~CHARGE,1231~sum to",
                "02:03:05Z~02:03:06Z~digest",
                "2026-03-01,CNY~2026-03-02,CNY~header",
                "2026-03-01,CNY~2026-03-01,USD~header",
                "REFUND,30~REFUND,-30~number",
                "REFUND~GIFT~line 3",
                "D,P000000000002~X,P000000000002~line 3",
            })
    void whatDoesNotFitIsNamed(String is, String becomes, String told) {
        assertThat(written()).contains(is);
        assertThat(read(written().replace(is, becomes)))
                .isInstanceOfSatisfying(ChargeFileAnswer.Wrong.class, wrong -> assertThat(wrong.what())
                        .contains(told));
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadTheSame(
            @ForAll @Size(max = 50) List<@LongRange(min = 1, max = 1_000_000_000) Long> amounts) {
        List<ChargeLine> lines = new ArrayList<>();
        for (long amount : amounts) {
            lines.add(new ChargeLine(
                    "R" + lines.size(),
                    amount % 3 == 0 ? null : new UUID(amount, lines.size()),
                    amount % 2 == 0 ? Kind.CHARGE : Kind.REFUND,
                    Money.of(amount, Currency.CNY),
                    Instant.EPOCH.plusSeconds(amount)));
        }
        byte[] file = ChargeFile.write(DAY, Currency.CNY, lines);
        assertThat(ChargeFile.read(file, DAY, Currency.CNY))
                .isInstanceOfSatisfying(ChargeFileAnswer.Ready.class, ready -> assertThat(ready.lines())
                        .isEqualTo(lines));
    }

    @Property(tries = 500)
    void aFileChangedAnywhereIsWrong(@ForAll @IntRange(max = 300) int at, @ForAll byte to) {
        byte[] file = written().getBytes(StandardCharsets.UTF_8);
        int place = at % file.length;
        if (file[place] != to) {
            file[place] = to;
            assertThat(ChargeFile.read(file, DAY, Currency.CNY)).isInstanceOf(ChargeFileAnswer.Wrong.class);
        }
    }
}
