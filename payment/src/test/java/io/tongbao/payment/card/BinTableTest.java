package io.tongbao.payment.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Refused;
import io.tongbao.partner.PartnerId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

/** Numbers, their check digits and the ranges they belong to. */
class BinTableTest {

    @Property(tries = 300)
    void aCheckDigitHoldsAndNoOtherDoes(@ForAll @NumericChars @StringLength(min = 12, max = 18) String digits) {
        char right = Luhn.checkDigit(digits);
        for (char c = '0'; c <= '9'; c++) {
            assertThat(Luhn.holds(digits + c)).isEqualTo(c == right);
        }
    }

    @Property(tries = 300)
    void oneWrongDigitIsNoticed(
            @ForAll @NumericChars @StringLength(min = 12, max = 18) String digits,
            @ForAll @IntRange(max = 18) int where,
            @ForAll @IntRange(min = 1, max = 9) int by) {
        StringBuilder number = new StringBuilder(digits + Luhn.checkDigit(digits));
        int at = where % number.length();
        number.setCharAt(at, (char) ('0' + (number.charAt(at) - '0' + by) % 10));
        assertThat(Luhn.holds(number.toString())).isFalse();
    }

    @Provide
    Arbitrary<List<BinTable.Bin>> tables() {
        Arbitrary<String> prefixes =
                Arbitraries.strings().withChars('6', '2').ofMinLength(1).ofMaxLength(6);
        Arbitrary<String> banks = Arbitraries.of("icbc", "abc", "boc");
        return Combinators.combine(prefixes, Arbitraries.integers().between(13, 19), banks)
                .as((prefix, length, bank) ->
                        new BinTable.Bin(prefix, length, new PartnerId(bank), CardKind.DEBIT, "卡", "card"))
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 300)
    void theLongestPrefixWins(
            @ForAll("tables") List<BinTable.Bin> bins,
            @ForAll @StringLength(min = 12, max = 18) @Chars({'6', '2'}) String digits) {
        CardNumber number = new CardNumber(digits + Luhn.checkDigit(digits));
        BinTable.Bin best = null;
        for (BinTable.Bin bin : bins) {
            if (bin.length() == number.digits().length()
                    && number.digits().startsWith(bin.prefix())
                    && (best == null || bin.prefix().length() > best.prefix().length())) {
                best = bin;
            }
        }
        assertThat(new BinTable(bins).find(number)).isEqualTo(Optional.ofNullable(best));
    }

    @Property(tries = 200)
    void whatIsNoCardNumberIsRefusedAndNotRepeated(@ForAll @StringLength(max = 25) String written) {
        try {
            assertThat(Luhn.holds(CardNumber.parse(written).digits())).isTrue();
        } catch (Refused e) {
            assertThat(e.code()).isEqualTo(CardError.CARD_NUMBER_INVALID);
            assertThat(e.detail()).isNull();
        }
    }

    @Example
    void theShippedTableIsReadAndTheOperatorsComesFirst() throws IOException {
        BinTable shipped = BinTable.shipped();
        assertThat(shipped.size()).isGreaterThan(20);
        String digits = "622202" + "000000000001";
        CardNumber number = CardNumber.parse(digits + Luhn.checkDigit(digits));
        assertThat(shipped.find(number).orElseThrow().bank()).isEqualTo(new PartnerId("icbc"));
        Path file = Files.createTempFile("bins", ".csv");
        try {
            Files.writeString(file, "622202,19,our-bank,credit,我行信用卡,Our credit card\n");
            BinTable.Bin own = BinTable.with(file).find(number).orElseThrow();
            assertThat(own.bank()).isEqualTo(new PartnerId("our-bank"));
            assertThat(own.kind()).isEqualTo(CardKind.CREDIT);
        } finally {
            Files.delete(file);
        }
    }

    @Example
    void aWrongLineIsNamed() {
        for (String line : List.of(
                "6222,19,icbc,debit,a",
                "62x2,19,icbc,debit,a,b",
                "6222,12,icbc,debit,a,b",
                "6222,19,icbc,both,a,b",
                "6222,19,I,debit,a,b",
                "6222,1x,icbc,debit,a,b")) {
            assertThatThrownBy(() -> BinTable.read(new BufferedReader(new StringReader("# ours\n" + line)), "own.csv"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("own.csv line 2: ");
        }
    }
}
