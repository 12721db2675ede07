package io.tongbao.bank.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.StatementAnswer;
import io.tongbao.bank.file.FileWorld.Configured;
import io.tongbao.bank.file.FileWorld.Told;
import io.tongbao.bank.sandbox.BankBooks;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Trick;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FileBankTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void whatWasAskedComesHomeHoursLater(Configured configured) {
        try (FileWorld world = new FileWorld(configured, directory)) {
            BankInstruction.Debit paid = world.debit(FileWorld.CARD, 12_34);
            BankInstruction.Debit poor = world.debit(FileWorld.POOR, 500);
            BankInstruction.Credit out = world.credit("6222001000000023", 1_000);
            assertThat(world.bank.debit(paid)).isEqualTo(new PartnerAnswer.Pending(null));
            assertThat(world.bank.debit(poor)).isInstanceOf(PartnerAnswer.Pending.class);
            assertThat(world.bank.credit(out)).isInstanceOf(PartnerAnswer.Pending.class);
            assertThat(world.bank.inquire(FileWorld.original(paid))).isInstanceOf(InquiryAnswer.StillPending.class);
            world.round();
            assertThat(world.troubles).isEmpty();
            assertThat(world.balance(FileWorld.CARD)).isEqualTo(10_000_00 - 12_34);
            assertThat(world.balance("6222001000000023")).isEqualTo(50_000_00 + 1_000);
            assertThat(world.told).hasSize(3);
            assertThat(world.told).anySatisfy(each -> assertThat(each)
                    .isEqualTo(
                            new Told(poor.id(), new PartnerAnswer.Declined(DeclineReason.INSUFFICIENT_FUNDS, "51"))));
            assertThat(world.bank.debit(paid)).isInstanceOf(PartnerAnswer.Done.class);
            assertThat(world.bank.inquire(FileWorld.original(poor)))
                    .isEqualTo(new InquiryAnswer.Found(
                            new PartnerAnswer.Declined(DeclineReason.INSUFFICIENT_FUNDS, "51")));

            BankInstruction.Refund first = world.refund(paid, 1_000);
            BankInstruction.Refund tooMuch = world.refund(paid, 235);
            assertThat(world.bank.refund(first)).isInstanceOf(PartnerAnswer.Pending.class);
            assertThat(world.bank.refund(tooMuch))
                    .isEqualTo(new PartnerAnswer.Declined(DeclineReason.ORIGINAL_NOT_REFUNDABLE, ""));
            world.round();
            assertThat(world.balance(FileWorld.CARD)).isEqualTo(10_000_00 - 2_34);
            assertThat(world.bank.refund(first)).isInstanceOf(PartnerAnswer.Done.class);
            assertThat(world.told).hasSize(4);
            assertThat(world.files("in")).isEmpty();
            assertThat(world.files("out")).isEmpty();
            assertThat(world.troubles).isEmpty();
        }
    }

    @Test
    void anInstructionIsOneForEver() {
        try (FileWorld world = new FileWorld(Configured.CSV_OVER_SFTP, directory)) {
            BankInstruction.Debit debit = world.debit(FileWorld.CARD, 100);
            world.bank.debit(debit);
            world.bank.debit(debit);
            BankInstruction.Debit other = new BankInstruction.Debit(
                    debit.id(), debit.at(), FileWorld.cny(101), debit.from(), debit.purpose(), null, "");
            assertThat(world.bank.debit(other)).isEqualTo(new PartnerAnswer.Declined(DeclineReason.ID_REUSED, ""));
            world.round();
            world.round();
            world.bank.debit(debit);
            world.round();
            assertThat(world.balance(FileWorld.CARD)).isEqualTo(10_000_00 - 100);
            assertThat(world.sandbox.books().all()).hasSize(1);
        }
    }

    @Test
    void aRowIsWithdrawnUntilItIsInABatch() {
        try (FileWorld world = new FileWorld(Configured.CSV_OVER_SFTP, directory)) {
            BankInstruction.Debit waiting = world.debit(FileWorld.CARD, 100);
            world.bank.debit(waiting);
            assertThat(world.bank.reverse(world.reversal(FileWorld.original(waiting))))
                    .isEqualTo(new PartnerAnswer.Done(null));
            assertThat(world.bank.inquire(FileWorld.original(waiting))).isInstanceOf(InquiryAnswer.Reversed.class);

            BankInstruction.Debit neverCame = world.debit(FileWorld.CARD, 100);
            assertThat(world.bank.inquire(FileWorld.original(neverCame))).isInstanceOf(InquiryAnswer.NotFound.class);
            assertThat(world.bank.reverse(world.reversal(FileWorld.original(neverCame))))
                    .isEqualTo(new PartnerAnswer.Done(null));
            assertThat(world.bank.debit(neverCame)).isEqualTo(new PartnerAnswer.Declined(DeclineReason.REVERSED, ""));

            BankInstruction.Debit sent = world.debit(FileWorld.CARD, 100);
            BankInstruction.Debit refused = world.debit(FileWorld.POOR, 100);
            world.bank.debit(sent);
            world.bank.debit(refused);
            world.bank.tick();
            PartnerAnswer.Declined late = new PartnerAnswer.Declined(DeclineReason.ORIGINAL_NOT_REFUNDABLE, "");
            assertThat(world.bank.reverse(world.reversal(FileWorld.original(sent))))
                    .isEqualTo(late);
            assertThat(world.bank.reverse(world.reversal(FileWorld.original(refused))))
                    .isEqualTo(late);
            world.face.settle();
            world.bank.tick();
            assertThat(world.bank.reverse(world.reversal(FileWorld.original(sent))))
                    .isEqualTo(late);
            assertThat(world.bank.reverse(world.reversal(FileWorld.original(refused))))
                    .isEqualTo(new PartnerAnswer.Done(null));
            assertThat(world.sandbox.books().all()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CSV_OVER_SFTP", "ISO_OVER_FTP"})
    void aFileWithWrongTotalsChangesNothing(Configured configured) {
        try (FileWorld world = new FileWorld(configured, directory)) {
            BankInstruction.Debit debit = world.debit(FileWorld.CARD, 100);
            world.bank.debit(debit);
            world.sandbox.script().next("debit", Trick.of(Mischief.WRONG_TOTALS), 1);
            world.round();
            assertThat(world.told).isEmpty();
            assertThat(world.troubles).singleElement().asString().contains("wrong");
            assertThat(world.bank.refusedFiles()).isEqualTo(1);
            assertThat(world.files("out/bad")).hasSize(1);
            world.bank.tick();
            assertThat(world.troubles).hasSize(1);
            world.face.settle();
            world.bank.tick();
            assertThat(world.told).hasSize(1);
            assertThat(world.files("out/done")).hasSize(1);
        }
    }

    @Test
    void theSameResultUnderTwoNamesIsOne() {
        try (FileWorld world = new FileWorld(Configured.CSV_OVER_SFTP, directory)) {
            world.sandbox.script().next("debit", Trick.of(Mischief.TWICE), 1);
            world.bank.debit(world.debit(FileWorld.CARD, 100));
            world.round();
            world.bank.tick();
            assertThat(world.told).hasSize(1);
            assertThat(world.troubles).isEmpty();
            assertThat(world.files("out/done")).hasSize(2);
        }
    }

    @Test
    void aLateResultAndARefusalByTheScript() {
        try (FileWorld world = new FileWorld(Configured.ISO_OVER_FTP, directory)) {
            world.sandbox.script().next("credit", Trick.of(Mischief.LATE), 1);
            world.sandbox.script().next("credit", new Trick(Mischief.DECLINE, "61"), 1);
            world.bank.credit(world.credit(FileWorld.CARD, 100));
            world.clock.advance(Duration.ofSeconds(1));
            BankInstruction.Credit over = world.credit(FileWorld.CARD, 200);
            world.bank.credit(over);
            world.round();
            assertThat(world.told).isEmpty();
            world.round();
            assertThat(world.told)
                    .contains(new Told(over.id(), new PartnerAnswer.Declined(DeclineReason.OVER_LIMIT, "61")))
                    .hasSize(2);
            assertThat(world.balance(FileWorld.CARD)).isEqualTo(10_000_00 + 100);
        }
    }

    @Test
    void aResultIsToldUntilItIsTaken() {
        try (FileWorld world = new FileWorld(Configured.CSV_OVER_SFTP, directory)) {
            world.bank.debit(world.debit(FileWorld.CARD, 100));
            world.deaf = true;
            world.round();
            assertThat(world.told).isEmpty();
            world.deaf = false;
            assertThat(world.bank.tick().rowsTold()).isEqualTo(1);
            assertThat(world.bank.tick().rowsTold()).isZero();
            assertThat(world.told).hasSize(1);
        }
    }

    @Test
    void filesThatAnswerNothingOfOursAreKeptAside() throws IOException {
        try (FileWorld world = new FileWorld(Configured.CSV_OVER_SFTP, directory)) {
            world.bank.debit(world.debit(FileWorld.CARD, 100));
            world.bank.tick();
            world.face.settle();
            String name = world.files("out").getFirst();
            Path out = world.face.root().resolve("out");
            String good = Files.readString(out.resolve(name));
            Files.delete(out.resolve(name));
            Files.writeString(out.resolve("a.result.csv"), good.replace("TB20260301-000001", "TB20260301-000002"));
            Files.writeString(out.resolve("b.result.csv"), good.replace("DONE", "DECLINED"));
            Files.writeString(out.resolve("c.result.csv"), good.replace(",csvbank,", ",other,"));
            Files.writeString(out.resolve("d.result.csv"), good.substring(0, good.length() - 3));
            Files.write(out.resolve("e.result.csv"), new byte[] {(byte) 0xFF, (byte) 0xFE, '\n'});
            Files.writeString(out.resolve("f.result.csv"), "");
            Files.writeString(out.resolve("readme.txt"), "hello");
            TickReport report = world.bank.tick();
            assertThat(report.filesRefused()).isEqualTo(6);
            assertThat(world.troubles).hasSize(6);
            assertThat(world.files("out")).containsExactly("readme.txt");
            assertThat(world.files("out/bad")).hasSize(6);
            assertThat(world.told).isEmpty();
            Files.writeString(out.resolve(name), good);
            world.bank.tick();
            assertThat(world.told).hasSize(1);
        }
    }

    @Test
    void aContradictionIsForStaff() throws IOException {
        try (FileWorld world = new FileWorld(Configured.ISO_OVER_FTP, directory)) {
            world.bank.debit(world.debit(FileWorld.CARD, 100));
            world.round();
            String done = Files.readString(world.face
                    .root()
                    .resolve("out/done")
                    .resolve(world.files("out/done").getFirst()));
            Files.writeString(
                    world.face.root().resolve("out/TB20260301-000001.result.2.xml"), done.replace("ACSC", "RJCT"));
            world.bank.tick();
            assertThat(world.troubles).singleElement().asString().contains("DONE before");
            assertThat(world.told).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CSV_OVER_SFTP", "ISO_OVER_FTP"})
    void aStatementIsTakenWhenItAddsUp(Configured configured) {
        try (FileWorld world = new FileWorld(configured, directory)) {
            LocalDate day = world.clock.instant().atZone(BankBooks.ZONE).toLocalDate();
            world.bank.debit(world.debit(FileWorld.CARD, 700));
            world.bank.credit(world.credit(FileWorld.CARD, 200));
            world.round();
            assertThat(world.bank.statement(day)).isInstanceOf(StatementAnswer.NotYet.class);
            world.sandbox.script().next("statement", Trick.of(Mischief.WRONG_TOTALS), 1);
            world.face.writeStatement(day);
            world.bank.tick();
            assertThat(world.bank.statement(day)).isInstanceOf(StatementAnswer.Wrong.class);
            assertThat(world.troubles).hasSize(1);
            world.face.writeStatement(day);
            world.bank.tick();
            assertThat(world.bank.statement(day)).isInstanceOfSatisfying(StatementAnswer.Ready.class, ready -> {
                assertThat(ready.statement().lines()).hasSize(2);
                assertThat(ready.statement()
                                .closing()
                                .minus(ready.statement().opening())
                                .minor())
                        .isEqualTo(500);
                assertThat(ready.statement().day()).isEqualTo(day);
            });
        }
    }

    @Test
    void noNumberOrNameLiesReadableInTheDatabaseAndNoneOutlivesItsAnswer() throws SQLException {
        try (FileWorld world = new FileWorld(Configured.CSV_OVER_SFTP, directory)) {
            world.bank.debit(world.debit(FileWorld.CARD, 700));
            assertThat(dump(world)).doesNotContain(FileWorld.CARD).doesNotContain("张伟");
            world.round();
            assertThat(dump(world)).contains("sealed=null");
        }
    }

    private static String dump(FileWorld world) throws SQLException {
        try (var connection = world.database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select r::text, party_sealed from bank.file_row r")) {
            StringBuilder all = new StringBuilder();
            while (rows.next()) {
                byte[] sealed = rows.getBytes(2);
                all.append(rows.getString(1))
                        .append(sealed == null ? " sealed=null" : new String(sealed, StandardCharsets.UTF_8));
            }
            return all.toString();
        }
    }

    @Test
    void afterHoursRowsWait() {
        try (FileWorld world = new FileWorld(
                Configured.CSV_OVER_SFTP, directory, UnaryOperator.identity(), Map.of("hours", "22:00-23:00"))) {
            assertThat(world.bank.debit(world.debit(FileWorld.CARD, 700))).isInstanceOf(PartnerAnswer.Pending.class);
            assertThat(world.bank.tick().batchesCut()).isZero();
            world.clock.advance(Duration.ofHours(12));
            assertThat(world.bank.tick().batchesSent()).isEqualTo(1);
        }
    }

    @Test
    void batchesHaveSoManyRowsAtMost() {
        try (FileWorld world = new FileWorld(
                Configured.CSV_OVER_SFTP, directory, UnaryOperator.identity(), Map.of("batch-rows", "2"))) {
            for (int i = 0; i < 5; i++) {
                world.bank.debit(world.debit(FileWorld.CARD, 100 + i));
            }
            assertThat(world.bank.tick().batchesSent()).isEqualTo(3);
            world.face.settle();
            world.bank.tick();
            assertThat(world.told).hasSize(5);
        }
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> new FileWorld(
                        Configured.CSV_OVER_SFTP, directory, UnaryOperator.identity(), Map.of("pasword", "x")))
                .hasMessageContaining("pasword");
        assertThatThrownBy(() -> new FileWorld(
                        Configured.CSV_OVER_SFTP, directory, UnaryOperator.identity(), Map.of("host-key", "any")))
                .hasMessageContaining("host key");
        assertThatThrownBy(() -> new FileWorld(
                        Configured.ISO_OVER_FTP, directory, UnaryOperator.identity(), Map.of("format", "xls")))
                .hasMessageContaining("format");
    }

    @Test
    void anotherHostKeyIsNotSpokenTo() {
        try (FileWorld world = new FileWorld(
                Configured.CSV_OVER_SFTP,
                directory,
                UnaryOperator.identity(),
                Map.of("host-key", "SHA256:" + "A".repeat(43)))) {
            world.bank.debit(world.debit(FileWorld.CARD, 700));
            assertThat(world.bank.tick().failure()).isNotNull();
            assertThat(world.files("in")).isEmpty();
        }
    }
}
