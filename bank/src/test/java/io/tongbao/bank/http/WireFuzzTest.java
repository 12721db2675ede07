package io.tongbao.bank.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.bank.StatementAnswer;
import io.tongbao.bank.http.wire.Json;
import io.tongbao.bank.http.wire.Unreadable;
import io.tongbao.bank.http.wire.WireObject;
import io.tongbao.kernel.Currency;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a bank sends, reading ends in an answer or in {@link Unreadable}, never in anything else. */
final class WireFuzzTest {

    private static final LocalDate DAY = LocalDate.parse("2026-03-01");

    @Property(tries = 500)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        readAll(bytes);
    }

    @Property(tries = 500)
    void anyObjectIsReadOrRefused(@ForAll("objects") Map<String, Object> fields) {
        readAll(Json.write(fields));
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadAgain(@ForAll("texts") String text, @ForAll long number, @ForAll boolean flag)
            throws Unreadable {
        WireObject read = WireObject.parse(Json.write(Map.of("text", text, "number", number, "flag", flag)));
        assertThat(read.text("text", 200)).isEqualTo(text);
        assertThat(read.number("number", Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(number);
        assertThat(read.flag("flag")).isEqualTo(flag);
    }

    @Property(tries = 200)
    void aStatementThatWasTouchedIsNeverReady(
            @ForAll @Size(max = 5) List<@IntRange(min = 1, max = 1_000_000) Integer> amounts,
            @ForAll @IntRange(min = 0, max = 1_000_000) int where,
            @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] file = statement(amounts);
        assertThat(JsonStatement.read(DAY, Currency.CNY, file)).isInstanceOf(StatementAnswer.Ready.class);
        int totals = new String(file, StandardCharsets.UTF_8).lastIndexOf("{\"kind\":\"totals\"");
        file[where % totals] ^= (byte) change;
        assertThat(JsonStatement.read(DAY, Currency.CNY, file)).isNotInstanceOf(StatementAnswer.Ready.class);
    }

    @Test
    void aStatementOfAnotherDayOrTornIsWrong() {
        byte[] file = statement(List.of(5, 6));
        assertThat(JsonStatement.read(DAY.plusDays(1), Currency.CNY, file)).isInstanceOf(StatementAnswer.Wrong.class);
        assertThat(JsonStatement.read(DAY, Currency.USD, file)).isInstanceOf(StatementAnswer.Wrong.class);
        for (int length = 0; length < file.length; length++) {
            byte[] torn = Arrays.copyOf(file, length);
            assertThat(JsonStatement.read(DAY, Currency.CNY, torn)).isInstanceOf(StatementAnswer.Wrong.class);
        }
        assertThat(JsonStatement.read(DAY, Currency.CNY, "{\"state\":\"not_yet\"}\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new StatementAnswer.NotYet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":",
                "{\"a\":[null]}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}",
                "// no\n{}",
                "{'a':1}"
            })
    void whatIsNoObjectIsUnreadable(String text) {
        assertThatThrownBy(() -> WireObject.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"state\":1}",
                "{\"state\":\"maybe\"}",
                "{\"state\":\"declined\"}",
                "{\"state\":\"declined\",\"code\":51}",
                "{\"state\":\"done\",\"reference\":12}",
                "{\"state\":\"done\",\"reference\":\"a\\u0000b\"}",
                "{\"state\":true}"
            })
    void wrongTypesAreUnreadable(String text) throws Unreadable {
        WireObject object = WireObject.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> HttpAnswers.instruction(object)).isInstanceOf(Unreadable.class);
    }

    @Test
    void fieldsNobodyKnowsAreLetPass() throws Unreadable {
        WireObject object =
                WireObject.parse("{\"state\":\"done\",\"more\":[1.5,{\"x\":null}]}".getBytes(StandardCharsets.UTF_8));
        assertThat(HttpAnswers.instruction(object)).isNotNull();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().ofMinLength(1).ofMaxLength(100).filter(text -> text.chars()
                .noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c)));
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        Arbitrary<String> names =
                Arbitraries.of("id", "state", "code", "reference", "token", "card_type", "hint", "where", "entries");
        Arbitrary<Object> values = Arbitraries.oneOf(
                Arbitraries.of(
                                "done",
                                "declined",
                                "pending",
                                "signed",
                                "code_sent",
                                "continue_at",
                                "reversed",
                                "51",
                                "")
                        .map(each -> (Object) each),
                Arbitraries.strings().ofMaxLength(80).map(each -> (Object) each),
                Arbitraries.longs().map(each -> (Object) each),
                Arbitraries.of(true, false).map(each -> (Object) each),
                Arbitraries.just(List.of(Map.of("subject", "phone"))).map(each -> (Object) each));
        return Arbitraries.maps(names, values).ofMaxSize(9);
    }

    private static void readAll(byte[] bytes) {
        assertThat(JsonStatement.read(DAY, Currency.CNY, bytes)).isNotInstanceOf(StatementAnswer.Ready.class);
        List<Reader> readers = new ArrayList<>();
        readers.add(HttpAnswers::instruction);
        readers.add(HttpAnswers::inquiry);
        readers.add(HttpAnswers::signUp);
        readers.add(HttpAnswers::blacklist);
        for (Reader reader : readers) {
            try {
                assertThat(reader.read(WireObject.parse(bytes))).isNotNull();
            } catch (Unreadable e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    private interface Reader {
        Object read(WireObject object) throws Unreadable;
    }

    private static byte[] statement(List<Integer> amounts) {
        StringBuilder file = new StringBuilder();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("day", DAY);
        head.put("currency", "CNY");
        head.put("opening_minor", 1_000L);
        line(file, head);
        long credits = 0;
        for (int amount : amounts) {
            credits += amount;
            line(
                    file,
                    Map.of(
                            "reference",
                            "r1",
                            "amount_minor",
                            amount,
                            "credit",
                            true,
                            "at",
                            "2026-03-01T02:03:04Z",
                            "text",
                            "debit"));
        }
        byte[] before = file.toString().getBytes(StandardCharsets.UTF_8);
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("kind", "totals");
        totals.put("count", amounts.size());
        totals.put("credits_minor", credits);
        totals.put("debits_minor", 0L);
        totals.put("closing_minor", 1_000L + credits);
        totals.put("digest", JsonStatement.digest(before, before.length));
        line(file, totals);
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder file, Map<String, Object> fields) {
        file.append(new String(Json.write(fields), StandardCharsets.UTF_8)).append('\n');
    }
}
