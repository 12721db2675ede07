package io.tongbao.bank.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.BankKind;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.StatementAnswer;
import io.tongbao.bank.http.sandbox.HttpFace;
import io.tongbao.bank.http.wire.SealAlgorithm;
import io.tongbao.bank.sandbox.BankBooks;
import io.tongbao.bank.sandbox.SandboxAccounts;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Money;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import io.tongbao.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Follows {@code docs/guide/add-a-bank.md}: each block of settings there opens a bank that works. */
final class AddABankTest {

    private static final Pattern BLOCK = Pattern.compile("```properties\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private final Ids ids = Ids.secure(clock);

    static List<Map<String, String>> blocks() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("tongbao.root", ".."), "docs/guide/add-a-bank.md"));
        return BLOCK.matcher(page)
                .results()
                .map(MatchResult::group)
                .map(AddABankTest::settings)
                .filter(each -> "http".equals(each.get("kind")))
                .toList();
    }

    @Test
    void thePageShowsTwoBanksOfThisKind() throws IOException {
        assertThat(blocks()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void theBankOfThePageWorks(Map<String, String> block) {
        Map<String, String> values = new HashMap<>(block);
        SealAlgorithm algorithm =
                SealAlgorithm.valueOf(values.getOrDefault("signature", "").toUpperCase(Locale.ROOT));
        TestKeys.copyTo(directory, algorithm);
        PartnerId id = new PartnerId(take(values, "id"));
        String kind = take(values, "kind");
        String nameZh = take(values, "name.zh");
        String nameEn = take(values, "name.en");
        String bin = values.getOrDefault("bins", "");
        try (SandboxBank sandbox = SandboxBank.open(directory.resolve("bank"), clock, 1)) {
            SandboxAccounts.seeded(bin).forEach(sandbox.books()::openAccount);
            HttpFace face = new HttpFace(new HttpFace.Settings(0, TestKeys.ofBank(directory, algorithm), null));
            sandbox.addFace(face);
            // The page's addresses lead nowhere; the sandbox stands in for them.
            assertThat(values.put("url", "http://" + face.address())).startsWith("https://");
            try (Bank bank = new HttpKind()
                    .open(
                            new PartnerSettings(id, kind, nameZh, nameEn, values),
                            new BankKind.Surroundings(
                                    clock, new PGSimpleDataSource(), directory, (partner, about, answer) -> {}))) {
                smoke(bank, SandboxAccounts.seeded(bin).getFirst().number());
            }
        }
    }

    private void smoke(Bank bank, String card) {
        BankInstruction.Debit debit = new BankInstruction.Debit(
                ids.next(),
                clock.instant(),
                Money.of(2, Currency.CNY),
                new BankInstrument.Card(CardDetails.ofNumber(card)),
                BankInstruction.Purpose.PAYMENT,
                null,
                "first try");
        BankInstruction.Original original =
                new BankInstruction.Original(debit.id(), debit.at(), debit.amount(), BankInstruction.Kind.DEBIT, null);
        assertThat(bank.debit(debit)).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(bank.inquire(original)).isInstanceOf(InquiryAnswer.Found.class);
        assertThat(bank.refund(
                        new BankInstruction.Refund(ids.next(), clock.instant(), Money.of(1, Currency.CNY), original)))
                .isInstanceOf(PartnerAnswer.Done.class);
        assertThat(bank.statement(clock.instant().atZone(BankBooks.ZONE).toLocalDate()))
                .isInstanceOfSatisfying(
                        StatementAnswer.Ready.class,
                        ready -> assertThat(ready.statement().lines()).hasSize(2));
    }

    private static String take(Map<String, String> values, String name) {
        String value = values.remove(name);
        assertThat(value).as(name).isNotNull();
        return Stream.of(value).findFirst().orElseThrow();
    }

    private static Map<String, String> settings(String block) {
        Map<String, String> values = new HashMap<>();
        block.lines().filter(line -> line.contains(" = ")).forEach(line -> {
            int equals = line.indexOf(" = ");
            values.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 3).strip());
        });
        return values;
    }
}
