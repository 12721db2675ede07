package io.tongbao.bank.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bank.BlacklistEntry;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.sandbox.Operation.Kind;
import io.tongbao.kernel.Ids;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.SeededRandom;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BankBooksTest {

    private static final String CARD = SandboxAccounts.seeded().get(0).number();
    private static final String CREDIT_CARD = SandboxAccounts.seeded().get(3).number();
    private static final Instant AT = FakeClock.START;

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private final Ids ids = new Ids(clock, SeededRandom.orElse(1));
    private BankBooks books;

    @BeforeEach
    void open() {
        books = BankBooks.open(directory.resolve("books.journal"), clock);
        SandboxAccounts.seeded().forEach(books::openAccount);
    }

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void theSeededNumbersPassLuhn() {
        assertThat(SandboxAccounts.seeded()).hasSizeGreaterThanOrEqualTo(8).allMatch(each -> luhn(each.number()));
        assertThat(SandboxAccounts.seeded(SandboxAccounts.FIRST_BANK)).isNotEmpty();
        assertThat(SandboxAccounts.seeded(SandboxAccounts.SECOND_BANK)).isNotEmpty();
    }

    @Test
    void debitsOnceWhateverIsRepeated() {
        UUID id = ids.next();
        BookAnswer first = books.debit(id, CARD, 1_000_00, AT);
        assertThat(first.code()).isEqualTo("00");
        assertThat(first.reference()).hasSize(12);
        assertThat(books.debit(id, CARD, 1_000_00, AT)).isEqualTo(first);
        assertThat(books.debit(id, CARD, 1_000_01, AT).code()).isEqualTo("12");
        assertThat(books.credit(id, CARD, 1_000_00, AT).code()).isEqualTo("12");
        assertThat(balance(CARD)).isEqualTo(9_000_00);
    }

    @Test
    void refusesBeyondFundsAndLimitAndStaysWithIt() {
        UUID id = ids.next();
        assertThat(books.debit(id, CARD, 10_000_01, AT).code()).isEqualTo("51");
        books.credit(ids.next(), CARD, 5_000_00, AT);
        assertThat(books.debit(id, CARD, 10_000_01, AT).code()).isEqualTo("51");
        assertThat(books.debit(ids.next(), CREDIT_CARD, 20_000_00, AT).code()).isEqualTo("00");
        assertThat(books.debit(ids.next(), CREDIT_CARD, 1, AT).code()).isEqualTo("51");
        assertThat(balance(CREDIT_CARD)).isEqualTo(-20_000_00);
        assertThat(books.debit(ids.next(), "6222009999999999", 1, AT).code()).isEqualTo("14");
        assertThat(books.debit(ids.next(), "AG0000000009", 1, AT).code()).isEqualTo("R1");
        assertThat(books.debit(ids.next(), SandboxAccounts.seeded().get(8).number(), 1, AT)
                        .code())
                .isEqualTo("54");
        assertThat(books.debit(ids.next(), CARD, 0, AT).code()).isEqualTo("13");
    }

    @Test
    void refundsUpToTheWhole() {
        UUID debit = ids.next();
        books.debit(debit, CARD, 100_00, AT);
        UUID first = ids.next();
        assertThat(books.refund(first, debit, 60_00, AT).code()).isEqualTo("00");
        assertThat(books.refund(first, debit, 60_00, AT).code()).isEqualTo("00");
        assertThat(books.refund(ids.next(), debit, 40_01, AT).code()).isEqualTo("64");
        assertThat(books.refund(ids.next(), debit, 40_00, AT).code()).isEqualTo("00");
        assertThat(books.refund(ids.next(), debit, 1, AT).code()).isEqualTo("64");
        assertThat(books.refund(ids.next(), ids.next(), 1, AT).code()).isEqualTo("25");
        assertThat(balance(CARD)).isEqualTo(10_000_00);
        assertThat(books.reverse(ids.next(), first, AT).code()).isEqualTo("00");
        assertThat(books.refund(ids.next(), debit, 60_00, AT).code()).isEqualTo("00");
        assertThat(books.reverse(ids.next(), debit, AT).code()).isEqualTo("25");
    }

    @Test
    void reversesWhetherOrNotTheOriginalHasCome() {
        UUID debit = ids.next();
        books.debit(debit, CARD, 100_00, AT);
        UUID reversal = ids.next();
        assertThat(books.reverse(reversal, debit, AT).code()).isEqualTo("00");
        assertThat(books.reverse(reversal, debit, AT).code()).isEqualTo("00");
        assertThat(books.reverse(ids.next(), debit, AT).code()).isEqualTo("00");
        assertThat(books.operation(debit).orElseThrow().state()).isEqualTo(Operation.State.REVERSED);
        assertThat(books.debit(debit, CARD, 100_00, AT).code()).isEqualTo("94");

        UUID late = ids.next();
        assertThat(books.reverse(ids.next(), late, AT).code()).isEqualTo("00");
        assertThat(books.reversedBeforeItCame(late)).isTrue();
        assertThat(books.debit(late, CARD, 100_00, AT).code()).isEqualTo("94");
        assertThat(balance(CARD)).isEqualTo(10_000_00);
    }

    @Test
    void signsUpInEachMode() {
        CardDetails card = new CardDetails(CARD, null, null, "张伟", "110101199003070038", "+8613800000001");
        UUID byCode = ids.next();
        assertThat(books.signUp(byCode, SignUp.Mode.BANK_CODE, card, "c1", ""))
                .isEqualTo(new SignUpStep.CodeSent("0001"));
        assertThat(books.confirm(byCode, "000000")).isEqualTo(new SignUpStep.Refused("55"));
        SignUpStep.Signed signed = (SignUpStep.Signed) books.confirm(byCode, BankBooks.ONE_TIME_CODE);
        assertThat(books.signUp(byCode, SignUp.Mode.BANK_CODE, card, "c1", "")).isEqualTo(signed);

        UUID atCounter = ids.next();
        assertThat(books.signUp(atCounter, SignUp.Mode.BANK_COUNTER, card, "c1", ""))
                .isEqualTo(new SignUpStep.Waiting());
        assertThat(books.confirm(atCounter, "")).isEqualTo(new SignUpStep.Waiting());
        assertThat(books.confirmAtBank(atCounter)).isInstanceOf(SignUpStep.Signed.class);
        assertThat(books.confirm(atCounter, "")).isInstanceOf(SignUpStep.Signed.class);

        CardDetails other = new CardDetails(CARD, null, null, "王芳", null, null);
        assertThat(books.signUp(ids.next(), SignUp.Mode.BANK_CODE, other, "c1", ""))
                .isEqualTo(new SignUpStep.Refused("63"));

        assertThat(books.debit(ids.next(), signed.token(), 1_00, AT).code()).isEqualTo("00");
        books.freeze(signed.token(), true);
        assertThat(books.debit(ids.next(), signed.token(), 1_00, AT).code()).isEqualTo("62");
        books.freeze(signed.token(), false);
        assertThat(books.debit(ids.next(), signed.token(), 1_00, AT).code()).isEqualTo("00");
        books.endAgreement(signed.token());
        assertThat(books.endAgreement(signed.token()).code()).isEqualTo("00");
        assertThat(books.debit(ids.next(), signed.token(), 1_00, AT).code()).isEqualTo("R1");
    }

    @Test
    void threeWrongCodesEndASignUp() {
        UUID id = ids.next();
        books.signUp(id, SignUp.Mode.BANK_CODE, CardDetails.ofNumber(CARD), "c1", "");
        for (int i = 0; i < 3; i++) {
            books.confirm(id, "000000");
        }
        assertThat(books.confirm(id, BankBooks.ONE_TIME_CODE)).isEqualTo(new SignUpStep.Refused("55"));
    }

    @Test
    void aDebitsCodeMustHaveBeenSent() {
        UUID id = ids.next();
        assertThat(books.debit(ids.next(), CARD, 1_00, BankBooks.ONE_TIME_CODE, AT)
                        .code())
                .isEqualTo("55");
        assertThat(books.sendCode(id, CARD).code()).isEqualTo("00");
        assertThat(books.debit(id, CARD, 1_00, BankBooks.ONE_TIME_CODE, AT).code())
                .isEqualTo("00");
    }

    @Test
    void theJournalAloneGivesTheSameBooks() {
        SeededRandom random = SeededRandom.orElse(42);
        List<UUID> given = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            UUID id = given.isEmpty() || random.nextInt(5) > 0 ? ids.next() : given.get(random.nextInt(given.size()));
            UUID original = given.isEmpty() ? ids.next() : given.get(random.nextInt(given.size()));
            String card = SandboxAccounts.seeded().get(random.nextInt(10)).number();
            switch (random.nextInt(4)) {
                case 0 -> books.credit(id, card, 1 + random.nextInt(5_000_00), AT);
                case 1 -> books.refund(id, original, 1 + random.nextInt(1_000_00), AT);
                case 2 -> books.reverse(id, original, AT);
                default -> books.debit(id, card, 1 + random.nextInt(5_000_00), AT);
            }
            given.add(id);
        }
        books.signUp(ids.next(), SignUp.Mode.BANK_COUNTER, CardDetails.ofNumber(CARD), "a\tb\nc", "");
        books.list(new BlacklistEntry(
                BlacklistEntry.Subject.PHONE, "ab".repeat(32), LocalDate.parse("2026-01-02"), false));
        List<Operation> operations = books.all().toList();
        long held =
                books.balances().values().stream().mapToLong(Long::longValue).sum();
        long opened = SandboxAccounts.seeded().stream()
                .mapToLong(SandboxAccount::balanceMinor)
                .sum();
        assertThat(books.platformBalanceMinor(LocalDate.MAX) - BankBooks.PLATFORM_OPENING_MINOR)
                .as("what holders lost the platform has, %s", random)
                .isEqualTo(opened - held);
        assertThat(operations).anyMatch(each -> each.kind() == Kind.REFUND && each.moved());
        BankBooks before = books;
        before.close();
        books = BankBooks.open(directory.resolve("books.journal"), clock);
        assertThat(books.all().toList()).isEqualTo(operations);
        assertThat(books.balances()).isEqualTo(before.balances());
        assertThat(books.signUps()).hasSize(1);
        assertThat(books.exchangeBlacklist(List.of())).isEqualTo(before.exchangeBlacklist(List.of()));
    }

    private long balance(String number) {
        return books.balances().getOrDefault(number, Long.MIN_VALUE);
    }

    private static boolean luhn(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
