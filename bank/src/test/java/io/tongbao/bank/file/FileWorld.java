package io.tongbao.bank.file;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.BankKind;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.file.face.FileFace;
import io.tongbao.bank.file.face.FileServer;
import io.tongbao.bank.file.face.SandboxFtp;
import io.tongbao.bank.file.face.SandboxSftp;
import io.tongbao.bank.file.format.CsvFormat;
import io.tongbao.bank.file.format.FileFormat;
import io.tongbao.bank.file.format.Iso20022Format;
import io.tongbao.bank.file.format.OurAccount;
import io.tongbao.bank.file.transport.Transport;
import io.tongbao.bank.sandbox.SandboxAccounts;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Money;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.SeededRandom;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A file bank over real sockets: the sandbox bank's file face on one side, the adapter with a real database on the other. */
final class FileWorld implements AutoCloseable {

    static final String CARD = "6222001000000015";
    static final String POOR = "6222001000000056";
    static final String USER = "tongbao";
    static final String PASSWORD = "sandbox-only";

    /** Two banks that differ in their settings alone. */
    enum Configured {
        CSV_OVER_SFTP("csvbank"),
        GB18030_OVER_SFTP("gbbank"),
        ISO_OVER_FTP("isobank");

        final String id;

        Configured(String id) {
            this.id = id;
        }

        FileFormat format() {
            return switch (this) {
                case CSV_OVER_SFTP -> new CsvFormat(StandardCharsets.UTF_8);
                case GB18030_OVER_SFTP -> new CsvFormat(Charset.forName("GB18030"));
                case ISO_OVER_FTP -> new Iso20022Format();
            };
        }

        FileServer server() {
            return this == ISO_OVER_FTP ? new SandboxFtp(0, USER, PASSWORD) : new SandboxSftp(0, USER, PASSWORD);
        }

        OurAccount us() {
            return new OurAccount(id, "110900001", "通宝支付", "ICBKCNBJ", Currency.CNY);
        }

        Map<String, String> settings(FileServer server) {
            Map<String, String> values = new HashMap<>(Map.of(
                    "host", "127.0.0.1",
                    "port", Integer.toString(server.port()),
                    "user", USER,
                    "password-file", "password",
                    "row-key-file", "row.key",
                    "our-account", "110900001",
                    "our-name", "通宝支付",
                    "bic", "ICBKCNBJ",
                    "timeout-ms", "10000"));
            if (server instanceof SandboxSftp sftp) {
                values.put("transport", "sftp");
                values.put("host-key", sftp.hostKey());
                values.put("format", "csv");
                values.put("upload-directory", "/in");
                values.put("download-directory", "/out");
            } else {
                values.put("transport", "ftp");
                values.put("format", "iso20022");
            }
            if (this == GB18030_OVER_SFTP) {
                values.put("charset", "GB18030");
            }
            return values;
        }
    }

    /** What the platform was told. */
    record Told(UUID id, PartnerAnswer answer) {}

    final FakeClock clock = new FakeClock();
    final Ids ids = new Ids(clock, new SeededRandom(7));
    final TestDatabase database = TestPostgres.database("bank");
    final List<Told> told = new ArrayList<>();
    final List<String> troubles = new ArrayList<>();
    final SandboxBank sandbox;
    final FileFace face;
    final FileBank bank;
    boolean deaf;

    FileWorld(Configured configured, Path directory) {
        this(configured, directory, UnaryOperator.identity(), Map.of());
    }

    FileWorld(Configured configured, Path directory, UnaryOperator<Transport> around, Map<String, String> more) {
        try {
            Path secrets = secrets(directory);
            sandbox = SandboxBank.open(Files.createDirectories(directory.resolve("bank")), clock, 1);
            SandboxAccounts.seeded().forEach(sandbox.books()::openAccount);
            FileServer server = configured.server();
            face = new FileFace(configured.format(), configured.us(), server);
            sandbox.addFace(face);
            Map<String, String> values = new HashMap<>(configured.settings(server));
            values.putAll(more);
            bank = new FileKind((partner, file, what) -> troubles.add(file + ": " + what), around)
                    .open(
                            new PartnerSettings(new PartnerId(configured.id), "file", "文件银行", "File Bank", values),
                            new BankKind.Surroundings(clock, database.dataSource(), secrets, (partner, id, answer) -> {
                                if (deaf) {
                                    throw new IllegalStateException("the platform cannot listen now");
                                }
                                told.add(new Told(id, answer));
                            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path secrets(Path directory) throws IOException {
        Path secrets = Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("password"), PASSWORD + "\n");
        Files.writeString(secrets.resolve("row.key"), "0123456789abcdef".repeat(4));
        return secrets;
    }

    BankInstruction.Debit debit(String card, long minor) {
        return new BankInstruction.Debit(
                ids.next(),
                clock.instant(),
                cny(minor),
                new BankInstrument.Card(new CardDetails(card, null, null, "张伟", null, null)),
                BankInstruction.Purpose.PAYMENT,
                null,
                "午餐, \"B\" 套餐");
    }

    BankInstruction.Credit credit(String card, long minor) {
        return new BankInstruction.Credit(
                ids.next(),
                clock.instant(),
                cny(minor),
                new BankInstrument.Card(CardDetails.ofNumber(card)),
                BankInstruction.Purpose.WITHDRAWAL,
                BankInstruction.Speed.NEXT_DAY,
                "提现");
    }

    BankInstruction.Refund refund(BankInstruction.Debit debit, long minor) {
        return new BankInstruction.Refund(ids.next(), clock.instant(), cny(minor), original(debit));
    }

    BankInstruction.Reversal reversal(BankInstruction.Original original) {
        return new BankInstruction.Reversal(ids.next(), clock.instant(), original);
    }

    static BankInstruction.Original original(BankInstruction given) {
        BankInstruction.Kind kind =
                switch (given) {
                    case BankInstruction.Debit d -> BankInstruction.Kind.DEBIT;
                    case BankInstruction.Credit c -> BankInstruction.Kind.CREDIT;
                    case BankInstruction.Refund r -> BankInstruction.Kind.REFUND;
                    case BankInstruction.Reversal r -> throw new IllegalArgumentException("no original");
                };
        return new BankInstruction.Original(given.id(), given.at(), given.amount(), kind, null);
    }

    static Money cny(long minor) {
        return Money.of(minor, Currency.CNY);
    }

    long balance(String card) {
        return sandbox.books().balances().getOrDefault(card, -1L);
    }

    /** Out, through the bank, and home. */
    void round() {
        bank.tick();
        face.settle();
        bank.tick();
    }

    List<String> files(String directory) {
        try (var files = Files.list(face.root().resolve(directory))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        bank.close();
        sandbox.close();
        database.close();
    }
}
