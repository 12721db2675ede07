package io.tongbao.bank.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bank.BankContract;
import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankKind;
import io.tongbao.bank.StatementAnswer;
import io.tongbao.bank.StatementLine;
import io.tongbao.bank.file.FileWorld.Configured;
import io.tongbao.bank.file.face.FileFace;
import io.tongbao.bank.file.face.FileServer;
import io.tongbao.bank.sandbox.BankBooks;
import io.tongbao.bank.sandbox.Operation;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What every adapter keeps, kept by files: answers come when both sides have worked. Where files differ by nature (too late to take back what
 * was sent, statements that are files themselves) the difference is held here.
 */
abstract class FileBankContract extends BankContract {

    private final Configured configured;
    private final FileServer server;
    private final FileFace face;
    private final TestDatabase database = TestPostgres.database("bank");

    FileBankContract(Configured configured) {
        this.configured = configured;
        this.server = configured.server();
        this.face = new FileFace(configured.format(), configured.us(), server);
    }

    @Override
    protected FileBank connect(SandboxBank bankWithoutFace, Path directory) throws IOException {
        bankWithoutFace.addFace(face);
        return new FileKind((partner, file, what) -> {
                    throw new AssertionError(file + " was refused: " + what);
                })
                .open(
                        new PartnerSettings(
                                new PartnerId(configured.id), "file", "文件银行", "File Bank", configured.settings(server)),
                        new BankKind.Surroundings(clock, database.dataSource(), FileWorld.secrets(directory), late));
    }

    @AfterEach
    final void closeDatabase() {
        database.close();
    }

    @Override
    protected synchronized void settle() {
        if (nothingWaits()) {
            return;
        }
        ((FileBank) bank).tick();
        face.settle();
        ((FileBank) bank).tick();
    }

    /** Another thread's settling took this one's row along. */
    private boolean nothingWaits() {
        return JdbcClient.create(database.dataSource())
                .sql(
                        "select not exists (select from bank.file_row where state in (1, 3) or (state in (4, 5) and not told))")
                .query(Boolean.class)
                .single();
    }

    @Override
    protected Set<Mischief> mischief() {
        return EnumSet.of(Mischief.DECLINE);
    }

    /** Once sent, only a refund brings it back. */
    @Test
    @Override
    public void reversesWhatWasDone() {
        BankInstruction.Debit debit = debit(card(0), 9_00);
        assertThat(outcome(bank.debit(debit), debit.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(bank.reverse(reversal(original(debit))))
                .isEqualTo(new PartnerAnswer.Declined(DeclineReason.ORIGINAL_NOT_REFUNDABLE, ""));
    }

    @Test
    @Override
    public void reversesACredit() {
        BankInstruction.Credit credit = credit(card(1), 3_00);
        assertThat(bank.credit(credit)).isInstanceOf(PartnerAnswer.Pending.class);
        BankInstruction.Reversal reversal = reversal(new BankInstruction.Original(
                credit.id(), credit.at(), credit.amount(), BankInstruction.Kind.CREDIT, null));
        assertThat(bank.reverse(reversal)).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(bank.reverse(reversal)).isInstanceOf(PartnerAnswer.Done.class);
        settle();
        assertThat(sandbox.books().all()).isEmpty();
    }

    @Test
    @Override
    public void theStatementIsTheBanksBooks() {
        BankInstruction.Debit debit = debit(card(0), 7_00);
        assertThat(outcome(bank.debit(debit), debit.id())).isInstanceOf(PartnerAnswer.Done.class);
        BankInstruction.Debit refused = debit(card(0), 10_000_01);
        assertThat(outcome(bank.debit(refused), refused.id())).isInstanceOf(PartnerAnswer.Declined.class);
        LocalDate today = clock.instant().atZone(BankBooks.ZONE).toLocalDate();
        assertThat(bank.statement(today)).isInstanceOf(StatementAnswer.NotYet.class);
        face.writeStatement(today);
        ((FileBank) bank).tick();
        assertThat(bank.statement(today)).isInstanceOfSatisfying(StatementAnswer.Ready.class, ready -> {
            assertThat(ready.statement().lines().stream().map(StatementLine::instructionId))
                    .containsExactlyElementsOf(sandbox.books()
                            .all()
                            .filter(Operation::moved)
                            .map(Operation::id)
                            .toList());
            assertThat(ready.statement().closing().minor())
                    .isEqualTo(sandbox.books().platformBalanceMinor(today.plusDays(1)));
        });
    }
}
