package io.tongbao.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tongbao.bank.BankInstruction.Kind;
import io.tongbao.bank.sandbox.BankBooks;
import io.tongbao.bank.sandbox.BookCodes;
import io.tongbao.bank.sandbox.Operation;
import io.tongbao.bank.sandbox.SandboxAccount;
import io.tongbao.bank.sandbox.SandboxAccounts;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Money;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.LateAnswers;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Script;
import io.tongbao.partner.sandbox.Trick;
import io.tongbao.testkit.SeededRandom;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every adapter keeps, shown against a sandbox bank over its real wire: what the platform believes in the end is what the bank's books
 * say, and nothing moves twice. An adapter's test extends this and opens the bank; what the bank does not offer is held to answer
 * {@code NotSent(NOT_OFFERED)}.
 */
public abstract class BankContract {

    /** The adapter under test must be opened with this timeout. */
    protected static final Duration TIMEOUT = Duration.ofMillis(1_500);

    /** Later than {@link #TIMEOUT} by far. */
    private static final Trick LATE = new Trick(Mischief.LATE, "2500");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What came on its own account, the newest for each instruction. */
    protected static final class LateBox implements LateAnswers {
        private final Map<UUID, PartnerAnswer> arrived = new ConcurrentHashMap<>();

        @Override
        public void arrived(PartnerId partner, UUID instructionId, PartnerAnswer answer) {
            arrived.put(instructionId, answer);
        }

        public @Nullable PartnerAnswer of(UUID id) {
            return arrived.get(id);
        }
    }

    @TempDir
    protected Path directory;

    protected final InstantSource clock = InstantSource.system();
    protected final Ids ids = Ids.secure(clock);
    protected final LateBox late = new LateBox();
    protected SandboxBank sandbox;
    protected Bank bank;
    private Map<String, Long> before = Map.of();

    /**
     * Adds a face to the bank and opens the adapter that speaks to it, with {@link #TIMEOUT} and {@link #late}. The bank's accounts are
     * open.
     *
     * @param directory for keys and files of this test
     */
    protected abstract Bank connect(SandboxBank bankWithoutFace, Path directory) throws Exception;

    /** Batch banks: lets the bank work through what it has got and the adapter fetch it. */
    protected void settle() {}

    /** Which tricks this bank's wire can show. */
    protected Set<Mischief> mischief() {
        return EnumSet.complementOf(EnumSet.of(Mischief.NONE, Mischief.WRONG_TOTALS));
    }

    /** Whether an answer that comes after the caller has given up reaches {@link #late}. */
    protected boolean reportsLateAnswers() {
        return true;
    }

    /** The bank's own word for a reason. */
    protected String codeOf(DeclineReason reason) {
        return BookCodes.of(reason);
    }

    @BeforeEach
    final void openBoth() throws Exception {
        sandbox = SandboxBank.open(directory.resolve("bank"), clock, 1);
        SandboxAccounts.seeded().forEach(sandbox.books()::openAccount);
        bank = connect(sandbox, directory);
        before = sandbox.books().balances();
        await(bank::ready, "the bank is ready");
        if (bank.profile().can(BankCapability.INQUIRE)) {
            // The first call of a young JVM may take longer than the timeout; the tests begin after it.
            BankInstruction.Original nothing = original(debit(card(0), 1));
            await(() -> !(bank.inquire(nothing) instanceof InquiryAnswer.NoAnswer), "the bank's first answer");
        }
    }

    @AfterEach
    final void closeBoth() {
        if (bank != null) {
            bank.close();
        }
        sandbox.close();
    }

    @Test
    public void debitsOnceHoweverOftenItIsTold() {
        BankInstruction.Debit debit = debit(card(0), 12_34);
        assertThat(outcome(bank.debit(debit), debit.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(outcome(bank.debit(debit), debit.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertMoved(card(0), -12_34);
        assertThat(sandbox.books().all()).hasSize(1);
    }

    @Test
    public void creditsOnceHoweverOftenItIsTold() {
        BankInstruction.Credit credit = credit(card(1), 50_00);
        if (notOffered(BankCapability.CREDIT, bank.credit(credit))) {
            return;
        }
        assertThat(outcome(bank.credit(credit), credit.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertMoved(card(1), 50_00);
    }

    @Test
    public void repaysACreditCard() {
        assumeTrue(bank.profile().can(BankCapability.REPAY_CREDIT_CARD), "not offered");
        SandboxAccount creditCard = SandboxAccounts.seeded().get(3);
        BankInstruction.Credit repayment = new BankInstruction.Credit(
                ids.next(),
                now(),
                yuan(70_00),
                new BankInstrument.Card(CardDetails.ofNumber(creditCard.number())),
                BankInstruction.Purpose.CREDIT_CARD_REPAYMENT,
                BankInstruction.Speed.INSTANT,
                "repayment");
        assertThat(outcome(bank.credit(repayment), repayment.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertMoved(creditCard.number(), 70_00);
    }

    @ParameterizedTest
    @EnumSource(DeclineReason.class)
    public void everyReasonToRefuseIsUnderstood(DeclineReason reason) {
        assumeCan(Mischief.DECLINE);
        BankInstruction.Debit debit = debit(card(0), 1_00);
        sandbox.script().next("debit", new Trick(Mischief.DECLINE, codeOf(reason)), 1);
        assertThat(outcome(bank.debit(debit), debit.id()))
                .isEqualTo(new PartnerAnswer.Declined(reason, codeOf(reason)));
        assertThat(outcome(bank.debit(debit), debit.id()))
                .as("a refusal stands for ever")
                .isInstanceOf(PartnerAnswer.Declined.class);
        assertMoved(card(0), 0);
    }

    @Test
    public void theBankRefusesByItself() {
        assertThat(reasonOf(debit(card(0), 10_000_01))).isEqualTo(DeclineReason.INSUFFICIENT_FUNDS);
        assertThat(reasonOf(debit("6222009999999999", 1_00))).isEqualTo(DeclineReason.NO_SUCH_ACCOUNT);
        assertThat(reasonOf(debit(SandboxAccounts.seeded().get(8).number(), 1_00)))
                .isEqualTo(DeclineReason.EXPIRED_CARD);
        assertThat(sandbox.books().balances()).isEqualTo(before);
    }

    @Test
    public void anIdWithAnotherContentIsRefused() {
        BankInstruction.Debit debit = debit(card(0), 1_00);
        assertThat(outcome(bank.debit(debit), debit.id())).isInstanceOf(PartnerAnswer.Done.class);
        assumeTrue(!bank.profile().can(BankCapability.BATCH), "a batch bank's adapter knows the id itself");
        assertThat(bank.debit(withAmount(debit, 2_00)))
                .isInstanceOfSatisfying(PartnerAnswer.Declined.class, declined -> assertThat(declined.reason())
                        .isEqualTo(DeclineReason.ID_REUSED));
        assertMoved(card(0), -1_00);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mischief.class,
            names = {"TIMEOUT_BEFORE", "DROP_BEFORE"})
    public void anInstructionThatGotLostIsNotFoundAndMayBeRepeated(Mischief trick) {
        assumeCan(trick);
        BankInstruction.Debit debit = debit(card(0), 5_00);
        sandbox.script().next("debit", Trick.of(trick), 1);
        assertThat(bank.debit(debit)).isEqualTo(new PartnerAnswer.Unknown(doubtOf(trick)));
        ready();
        if (bank.profile().can(BankCapability.INQUIRE)) {
            assertThat(bank.inquire(original(debit))).isEqualTo(new InquiryAnswer.NotFound());
        }
        assertMoved(card(0), 0);
        assertThat(bank.debit(debit)).isInstanceOf(PartnerAnswer.Done.class);
        assertMoved(card(0), -5_00);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mischief.class,
            names = {"TIMEOUT_AFTER", "DROP_AFTER", "WRONG_SEAL", "ERROR_AFTER", "LATE"})
    public void anAnswerThatGotLostIsFoundByInquiryAndNeverDoneAgain(Mischief trick) {
        assumeCan(trick);
        BankInstruction.Debit debit = debit(card(0), 5_00);
        sandbox.script().next("debit", trick == Mischief.LATE ? LATE : Trick.of(trick), 1);
        assertThat(bank.debit(debit)).isEqualTo(new PartnerAnswer.Unknown(doubtOf(trick)));
        ready();
        if (bank.profile().can(BankCapability.INQUIRE)) {
            assertThat(bank.inquire(original(debit)))
                    .isInstanceOfSatisfying(InquiryAnswer.Found.class, found -> assertThat(found.outcome())
                            .isInstanceOf(PartnerAnswer.Done.class));
        }
        assertThat(bank.debit(debit)).isInstanceOf(PartnerAnswer.Done.class);
        assertMoved(card(0), -5_00);
    }

    @Test
    public void aLateAnswerIsReported() {
        assumeCan(Mischief.LATE);
        assumeTrue(reportsLateAnswers(), "this wire has no way for a late answer");
        BankInstruction.Debit debit = debit(card(0), 5_00);
        sandbox.script().next("debit", LATE, 1);
        assertThat(bank.debit(debit)).isEqualTo(new PartnerAnswer.Unknown(Doubt.TIMED_OUT));
        await(() -> late.of(debit.id()) instanceof PartnerAnswer.Done, "the late answer");
        assertMoved(card(0), -5_00);
    }

    @Test
    public void aDoubledAnswerIsOneAnswer() {
        assumeCan(Mischief.TWICE);
        sandbox.script().next("debit", Trick.of(Mischief.TWICE), 3);
        for (int i = 0; i < 5; i++) {
            assertThat(bank.debit(debit(card(0), 1_00))).isInstanceOf(PartnerAnswer.Done.class);
        }
        assertMoved(card(0), -5_00);
    }

    @Test
    public void aSlowAnswerWithinTimeIsAnAnswer() {
        assumeCan(Mischief.SLOW);
        sandbox.script().next("debit", new Trick(Mischief.SLOW, "100"), 1);
        assertThat(bank.debit(debit(card(0), 1_00))).isInstanceOf(PartnerAnswer.Done.class);
    }

    @Test
    public void aBankThatIsClosedSaysSo() {
        assumeCan(Mischief.CLOSED);
        BankInstruction.Debit debit = debit(card(0), 1_00);
        sandbox.script().next("debit", Trick.of(Mischief.CLOSED), 1);
        assertThat(bank.debit(debit))
                .isInstanceOfSatisfying(PartnerAnswer.Declined.class, declined -> assertThat(declined.reason())
                        .isEqualTo(DeclineReason.CLOSED));
        assertMoved(card(0), 0);
    }

    @Test
    public void reversesWhatWasDone() {
        BankInstruction.Debit debit = debit(card(0), 9_00);
        BankInstruction.Reversal reversal = reversal(original(debit));
        assumeTrue(bank.profile().can(BankCapability.REVERSE), "not offered");
        assertThat(outcome(bank.debit(debit), debit.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(outcome(bank.reverse(reversal), reversal.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(outcome(bank.reverse(reversal), reversal.id())).isInstanceOf(PartnerAnswer.Done.class);
        if (bank.profile().can(BankCapability.INQUIRE)) {
            assertThat(bank.inquire(original(debit))).isEqualTo(new InquiryAnswer.Reversed());
        }
        assertMoved(card(0), 0);
    }

    @Test
    public void reversesWhatHasNotArrivedYet() {
        assumeTrue(bank.profile().can(BankCapability.REVERSE), "not offered");
        assumeTrue(!bank.profile().can(BankCapability.BATCH), "files arrive in order");
        BankInstruction.Debit debit = debit(card(0), 9_00);
        assertThat(bank.reverse(reversal(original(debit)))).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(reasonOf(debit)).isEqualTo(DeclineReason.REVERSED);
        assertMoved(card(0), 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mischief.class,
            names = {"TIMEOUT_BEFORE", "TIMEOUT_AFTER", "WRONG_SEAL", "DROP_BEFORE", "DROP_AFTER", "ERROR_AFTER"})
    public void aReversalIsRepeatedUntilItIsAcknowledged(Mischief trick) {
        assumeCan(trick);
        assumeTrue(bank.profile().can(BankCapability.REVERSE), "not offered");
        BankInstruction.Debit debit = debit(card(0), 9_00);
        assertThat(bank.debit(debit)).isInstanceOf(PartnerAnswer.Done.class);
        BankInstruction.Reversal reversal = reversal(original(debit));
        sandbox.script().next("reverse", Trick.of(trick), 1);
        PartnerAnswer first = bank.reverse(reversal);
        assertThat(first).isInstanceOfAny(PartnerAnswer.Unknown.class, PartnerAnswer.Pending.class);
        ready();
        await(() -> bank.reverse(reversal) instanceof PartnerAnswer.Done, "the acknowledgement");
        assertMoved(card(0), 0);
    }

    @Test
    public void reversesACredit() {
        assumeTrue(bank.profile().can(BankCapability.REVERSE), "not offered");
        assumeTrue(bank.profile().can(BankCapability.CREDIT), "not offered");
        BankInstruction.Credit credit = credit(card(1), 3_00);
        assertThat(outcome(bank.credit(credit), credit.id())).isInstanceOf(PartnerAnswer.Done.class);
        BankInstruction.Reversal reversal =
                reversal(new BankInstruction.Original(credit.id(), credit.at(), credit.amount(), Kind.CREDIT, null));
        assertThat(outcome(bank.reverse(reversal), reversal.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertMoved(card(1), 0);
    }

    @Test
    public void refundsInPartsUpToTheWhole() {
        BankInstruction.Debit debit = debit(card(0), 10_00);
        assertThat(outcome(bank.debit(debit), debit.id())).isInstanceOf(PartnerAnswer.Done.class);
        BankInstruction.Refund first = refund(debit, 6_00);
        if (notOffered(BankCapability.REFUND, bank.refund(first))) {
            return;
        }
        assumeTrue(bank.profile().can(BankCapability.PARTIAL_REFUND), "not offered");
        assertThat(outcome(bank.refund(first), first.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertMoved(card(0), -4_00);
        BankInstruction.Refund tooMuch = refund(debit, 4_01);
        assertThat(outcome(bank.refund(tooMuch), tooMuch.id()))
                .isInstanceOfSatisfying(PartnerAnswer.Declined.class, declined -> assertThat(declined.reason())
                        .isEqualTo(DeclineReason.ORIGINAL_NOT_REFUNDABLE));
        BankInstruction.Refund rest = refund(debit, 4_00);
        assertThat(outcome(bank.refund(rest), rest.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertMoved(card(0), 0);
    }

    @Test
    public void whatNeverWasCannotBeRefunded() {
        assumeTrue(bank.profile().can(BankCapability.REFUND), "not offered");
        BankInstruction.Refund refund = refund(debit(card(0), 10_00), 10_00);
        assertThat(outcome(bank.refund(refund), refund.id()))
                .isInstanceOfSatisfying(PartnerAnswer.Declined.class, declined -> assertThat(declined.reason())
                        .isEqualTo(DeclineReason.ORIGINAL_NOT_REFUNDABLE));
        assertMoved(card(0), 0);
    }

    @Test
    public void inquiryKnowsEachState() {
        assumeTrue(bank.profile().can(BankCapability.INQUIRE), "not offered");
        BankInstruction.Debit never = debit(card(0), 1_00);
        assertThat(bank.inquire(original(never))).isEqualTo(new InquiryAnswer.NotFound());
        BankInstruction.Debit refused = debit(card(0), 10_000_01);
        assertThat(reasonOf(refused)).isEqualTo(DeclineReason.INSUFFICIENT_FUNDS);
        assertThat(bank.inquire(original(refused)))
                .isInstanceOfSatisfying(InquiryAnswer.Found.class, found -> assertThat(found.outcome())
                        .isInstanceOf(PartnerAnswer.Declined.class));
        BankInstruction.Debit done = debit(card(0), 1_00);
        assertThat(outcome(bank.debit(done), done.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(bank.inquire(original(done)))
                .isInstanceOfSatisfying(InquiryAnswer.Found.class, found -> assertThat(found.outcome())
                        .isInstanceOf(PartnerAnswer.Done.class));
        if (mischief().contains(Mischief.TIMEOUT_BEFORE)) {
            sandbox.script().next("inquire", Trick.of(Mischief.TIMEOUT_BEFORE), 1);
            assertThat(bank.inquire(original(done))).isEqualTo(new InquiryAnswer.NoAnswer(Doubt.TIMED_OUT));
        }
    }

    @Test
    public void signsUpByCode() {
        SignUp signUp = signUp(SignUp.Mode.BANK_CODE, "张伟");
        SignUpAnswer first = bank.signUp(signUp);
        if (!bank.profile().can(BankCapability.SIGN_UP_BY_CODE)) {
            assertNotOffered(first);
            return;
        }
        assertThat(first).isEqualTo(new SignUpAnswer.CodeSent("0001"));
        assertThat(bank.confirmSignUp(signUp, "000000"))
                .isInstanceOfSatisfying(SignUpAnswer.Failed.class, failed -> assertThat(failed.why())
                        .isInstanceOfSatisfying(PartnerAnswer.Declined.class, declined -> assertThat(declined.reason())
                                .isEqualTo(DeclineReason.WRONG_CODE)));
        SignUpAnswer signed = bank.confirmSignUp(signUp, BankBooks.ONE_TIME_CODE);
        assertThat(signed).isInstanceOf(SignUpAnswer.Signed.class);
        assertThat(bank.confirmSignUp(signUp, BankBooks.ONE_TIME_CODE)).isEqualTo(signed);
        assertThat(bank.signUp(signUp(SignUp.Mode.BANK_CODE, "某人")))
                .isInstanceOfSatisfying(SignUpAnswer.Failed.class, failed -> assertThat(failed.why())
                        .isInstanceOfSatisfying(PartnerAnswer.Declined.class, declined -> assertThat(declined.reason())
                                .isEqualTo(DeclineReason.DETAILS_DO_NOT_MATCH)));
    }

    @ParameterizedTest
    @EnumSource(
            value = SignUp.Mode.class,
            names = {"BANK_COUNTER", "PHONE_BANK", "NET_BANK"})
    public void signsUpWhereTheCustomerGoes(SignUp.Mode mode) {
        BankCapability capability =
                switch (mode) {
                    case BANK_COUNTER -> BankCapability.SIGN_UP_AT_COUNTER;
                    case PHONE_BANK -> BankCapability.SIGN_UP_BY_PHONE_BANK;
                    case NET_BANK -> BankCapability.SIGN_UP_BY_NET_BANK;
                    case BANK_CODE -> BankCapability.SIGN_UP_BY_CODE;
                };
        SignUp signUp = signUp(mode, "张伟");
        SignUpAnswer first = bank.signUp(signUp);
        if (!bank.profile().can(capability)) {
            assertNotOffered(first);
            return;
        }
        assertThat(first).isInstanceOf(SignUpAnswer.ContinueAt.class);
        assertThat(bank.confirmSignUp(signUp, "")).isInstanceOf(SignUpAnswer.ContinueAt.class);
        sandbox.books().confirmAtBank(signUp.id());
        assertThat(bank.confirmSignUp(signUp, "")).isInstanceOf(SignUpAnswer.Signed.class);
    }

    @Test
    public void anAgreementPaysUntilItIsFrozenOrEnded() {
        assumeTrue(bank.profile().can(BankCapability.SIGN_UP_BY_CODE), "not offered");
        BankInstrument.Agreement agreement = agreed();
        assertThat(bank.debit(debit(agreement, 1_00))).isInstanceOf(PartnerAnswer.Done.class);
        if (bank.profile().can(BankCapability.FREEZE)) {
            assertThat(bank.freeze(agreement, true)).isInstanceOf(PartnerAnswer.Done.class);
            assertThat(reasonOf(debit(agreement, 1_00))).isEqualTo(DeclineReason.BLOCKED);
            assertThat(bank.freeze(agreement, false)).isInstanceOf(PartnerAnswer.Done.class);
            assertThat(bank.debit(debit(agreement, 1_00))).isInstanceOf(PartnerAnswer.Done.class);
        }
        assertThat(bank.endAgreement(agreement)).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(bank.endAgreement(agreement)).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(reasonOf(debit(agreement, 1_00))).isEqualTo(DeclineReason.NO_AGREEMENT);
    }

    @Test
    public void aDebitMayNeedTheBanksCode() {
        assumeTrue(bank.profile().can(BankCapability.SIGN_UP_BY_CODE), "no codes here");
        BankInstruction.Debit wrong = withCode(debit(card(0), 1_00), "654321");
        assertThat(bank.sendCode(wrong)).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(reasonOf(wrong)).isEqualTo(DeclineReason.WRONG_CODE);
        BankInstruction.Debit right = withCode(debit(card(0), 1_00), BankBooks.ONE_TIME_CODE);
        assertThat(bank.sendCode(right)).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(bank.debit(right)).isInstanceOf(PartnerAnswer.Done.class);
        assertMoved(card(0), -1_00);
    }

    @Test
    public void exchangesBlackLists() {
        BlacklistEntry theirs = new BlacklistEntry(
                BlacklistEntry.Subject.CARD_NUMBER, "ab".repeat(32), LocalDate.parse("2026-01-02"), false);
        BlacklistEntry ours = new BlacklistEntry(
                BlacklistEntry.Subject.ID_NUMBER, "cd".repeat(32), LocalDate.parse("2026-01-03"), true);
        sandbox.books().list(theirs);
        BlacklistAnswer answer = bank.exchangeBlacklist(List.of(ours));
        if (!bank.profile().can(BankCapability.BLACKLIST)) {
            assertThat(answer).isEqualTo(new BlacklistAnswer.Failed(new PartnerAnswer.NotSent(Outage.NOT_OFFERED)));
            return;
        }
        assertThat(answer).isEqualTo(new BlacklistAnswer.Exchanged(List.of(theirs)));
        assertThat(sandbox.books().blacklistOfPlatform()).containsExactly(ours);
    }

    @Test
    public void theStatementIsTheBanksBooks() {
        BankInstruction.Debit debit = debit(card(0), 7_00);
        assertThat(outcome(bank.debit(debit), debit.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(outcome(bank.debit(debit(card(0), 10_000_01)), ids.next())).isNotNull();
        if (bank.profile().can(BankCapability.CREDIT)) {
            BankInstruction.Credit credit = credit(card(1), 2_00);
            assertThat(outcome(bank.credit(credit), credit.id())).isInstanceOf(PartnerAnswer.Done.class);
        }
        LocalDate today = clock.instant().atZone(BankBooks.ZONE).toLocalDate();
        StatementAnswer answer = bank.statement(today);
        if (!bank.profile().can(BankCapability.STATEMENT)) {
            assertThat(answer).isEqualTo(new StatementAnswer.Failed(new PartnerAnswer.NotSent(Outage.NOT_OFFERED)));
            return;
        }
        assertThat(answer).isInstanceOfSatisfying(StatementAnswer.Ready.class, ready -> {
            assertThat(ready.statement().lines().stream().map(StatementLine::instructionId))
                    .containsExactlyElementsOf(sandbox.books()
                            .all()
                            .filter(Operation::moved)
                            .map(Operation::id)
                            .toList());
            assertThat(ready.statement().closing().minor())
                    .isEqualTo(sandbox.books().platformBalanceMinor(today.plusDays(1)));
        });
        sandbox.script().next("statement", Trick.of(Mischief.WRONG_TOTALS), 1);
        assertThat(bank.statement(today)).isInstanceOf(StatementAnswer.Wrong.class);
        assertThat(bank.statement(today)).isInstanceOf(StatementAnswer.Ready.class);
    }

    @Test
    public void manyAtATimeAreKeptApart() throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<BankInstruction.Debit> debits = IntStream.rangeClosed(1, 60)
                    .mapToObj(i -> debit(card(2), i))
                    .toList();
            List<Future<Boolean>> answers = debits.stream()
                    .map(each -> threads.submit((Callable<Boolean>) () -> resolved(each)))
                    .toList();
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        }
        assertMoved(card(2), -60 * 61 / 2);
    }

    /** The whole of it: a run under odds, each doubt resolved as the platform would, then both sides' books compared. */
    @Test
    public void whateverHappensBothSidesAgreeInTheEnd() {
        assumeTrue(bank.profile().can(BankCapability.INQUIRE), "needs inquiry");
        SeededRandom random = SeededRandom.orElse(7);
        sandbox.script()
                .odds(
                        mischief().stream()
                                .filter(each -> each != Mischief.SLOW && each != Mischief.DECLINE)
                                .map(each ->
                                        new Script.Odds("*", each == Mischief.LATE ? LATE : Trick.of(each), 15_000))
                                .toList(),
                        random.nextLong());
        Map<UUID, Boolean> done = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            BankInstruction.Debit debit = debit(card(i % 3), 1 + random.nextInt(100_00));
            done.put(debit.id(), resolved(debit));
        }
        sandbox.script().clear();
        done.forEach((id, moved) -> assertThat(sandbox.books()
                        .operation(id)
                        .filter(each -> each.state() == Operation.State.DONE)
                        .isPresent())
                .as("%s, %s", id, random)
                .isEqualTo(moved));
    }

    private boolean resolved(BankInstruction.Debit debit) {
        PartnerAnswer answer = bank.debit(debit);
        for (int asked = 0; asked < 200; asked++) {
            if (answer instanceof PartnerAnswer.Done) {
                return true;
            }
            if (answer instanceof PartnerAnswer.Declined) {
                return false;
            }
            if (answer instanceof PartnerAnswer.Pending) {
                return outcome(answer, debit.id()) instanceof PartnerAnswer.Done;
            }
            ready();
            switch (bank.inquire(original(debit))) {
                case InquiryAnswer.Found(PartnerAnswer.Final outcome) -> {
                    return outcome instanceof PartnerAnswer.Done;
                }
                case InquiryAnswer.Reversed() -> {
                    return false;
                }
                case InquiryAnswer.NotFound() -> answer = bank.debit(debit);
                case InquiryAnswer.StillPending pending -> {}
                case InquiryAnswer.NoAnswer(Doubt why) -> {}
            }
        }
        throw new AssertionError("never resolved");
    }

    @Test
    public void whatIsNotOfferedIsNotSent() {
        Map<BankCapability, Callable<PartnerAnswer>> operations = Map.of(
                BankCapability.CREDIT, () -> bank.credit(credit(card(1), 1_00)),
                BankCapability.REFUND, () -> bank.refund(refund(debit(card(0), 1_00), 1_00)),
                BankCapability.REVERSE, () -> bank.reverse(reversal(original(debit(card(0), 1_00)))),
                BankCapability.FREEZE, () -> bank.freeze(new BankInstrument.Agreement("AG0000000001"), true));
        operations.forEach((capability, operation) -> {
            if (!bank.profile().can(capability)) {
                assertThat(called(operation)).isEqualTo(new PartnerAnswer.NotSent(Outage.NOT_OFFERED));
            }
        });
    }

    private static PartnerAnswer called(Callable<PartnerAnswer> operation) {
        try {
            return operation.call();
        } catch (Exception e) {
            throw new AssertionError("a bank never throws", e);
        }
    }

    /** What came of it in the end; of batch banks after they have settled. */
    protected final PartnerAnswer.Final outcome(PartnerAnswer answer, UUID id) {
        if (answer instanceof PartnerAnswer.Final known) {
            return known;
        }
        assertThat(answer).isInstanceOf(PartnerAnswer.Pending.class);
        settle();
        await(() -> late.of(id) instanceof PartnerAnswer.Final, "the result of " + id);
        return (PartnerAnswer.Final) Stream.of(late.of(id)).findFirst().orElseThrow();
    }

    protected final BankInstruction.Debit debit(String number, long minor) {
        return debit(new BankInstrument.Card(CardDetails.ofNumber(number)), minor);
    }

    protected final BankInstruction.Debit debit(BankInstrument from, long minor) {
        return new BankInstruction.Debit(
                ids.next(), now(), yuan(minor), from, BankInstruction.Purpose.PAYMENT, null, "通宝 order 1");
    }

    protected final BankInstruction.Credit credit(String number, long minor) {
        return new BankInstruction.Credit(
                ids.next(),
                now(),
                yuan(minor),
                new BankInstrument.Card(CardDetails.ofNumber(number)),
                BankInstruction.Purpose.WITHDRAWAL,
                BankInstruction.Speed.INSTANT,
                "withdrawal");
    }

    protected final BankInstruction.Original original(BankInstruction.Debit debit) {
        return new BankInstruction.Original(debit.id(), debit.at(), debit.amount(), Kind.DEBIT, null);
    }

    protected final BankInstruction.Refund refund(BankInstruction.Debit debit, long minor) {
        return new BankInstruction.Refund(ids.next(), now(), yuan(minor), original(debit));
    }

    protected final BankInstruction.Reversal reversal(BankInstruction.Original original) {
        return new BankInstruction.Reversal(ids.next(), now(), original);
    }

    /** The seeded card with this place. */
    protected static String card(int place) {
        return SandboxAccounts.seeded().get(place).number();
    }

    protected final SignUp signUp(SignUp.Mode mode, String holder) {
        SandboxAccount account = SandboxAccounts.seeded().getFirst();
        CardDetails details =
                new CardDetails(account.number(), null, null, holder, account.idNumber(), account.phone());
        return new SignUp(ids.next(), now(), mode, details, "cus_1", "https://localhost/back");
    }

    protected final BankInstrument.Agreement agreed() {
        SignUp signUp = signUp(SignUp.Mode.BANK_CODE, "张伟");
        bank.signUp(signUp);
        SignUpAnswer answer = bank.confirmSignUp(signUp, BankBooks.ONE_TIME_CODE);
        assertThat(answer).isInstanceOf(SignUpAnswer.Signed.class);
        return ((SignUpAnswer.Signed) answer).agreement();
    }

    protected static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private void ready() {
        await(bank::ready, "the bank is ready again");
    }

    private DeclineReason reasonOf(BankInstruction.Debit debit) {
        PartnerAnswer.Final answer = outcome(bank.debit(debit), debit.id());
        assertThat(answer).isInstanceOf(PartnerAnswer.Declined.class);
        return ((PartnerAnswer.Declined) answer).reason();
    }

    private static Doubt doubtOf(Mischief trick) {
        return switch (trick) {
            case DROP_BEFORE, DROP_AFTER -> Doubt.CONNECTION_LOST;
            case WRONG_SEAL -> Doubt.BAD_SEAL;
            case ERROR_AFTER -> Doubt.PARTNER_ERROR;
            default -> Doubt.TIMED_OUT;
        };
    }

    private void assertMoved(String number, long byMinor) {
        assertThat(sandbox.books().balances().getOrDefault(number, 0L) - before.getOrDefault(number, 0L))
                .isEqualTo(byMinor);
    }

    private boolean notOffered(BankCapability capability, PartnerAnswer answer) {
        if (bank.profile().can(capability)) {
            assertThat(answer).isNotInstanceOf(PartnerAnswer.NotSent.class);
            return false;
        }
        assertThat(answer).isEqualTo(new PartnerAnswer.NotSent(Outage.NOT_OFFERED));
        return true;
    }

    private static void assertNotOffered(SignUpAnswer answer) {
        assertThat(answer).isEqualTo(new SignUpAnswer.Failed(new PartnerAnswer.NotSent(Outage.NOT_OFFERED)));
    }

    private void assumeCan(Mischief trick) {
        assumeTrue(mischief().contains(trick), "this wire has no " + trick);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Money yuan(long minor) {
        return Money.of(minor, Currency.CNY);
    }

    private static BankInstruction.Debit withAmount(BankInstruction.Debit debit, long minor) {
        return new BankInstruction.Debit(
                debit.id(), debit.at(), yuan(minor), debit.from(), debit.purpose(), debit.bankCode(), debit.note());
    }

    private static BankInstruction.Debit withCode(BankInstruction.Debit debit, String code) {
        return new BankInstruction.Debit(
                debit.id(), debit.at(), debit.amount(), debit.from(), debit.purpose(), code, debit.note());
    }
}
