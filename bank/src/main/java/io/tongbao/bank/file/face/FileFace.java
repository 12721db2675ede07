package io.tongbao.bank.file.face;

import io.tongbao.bank.BankStatement;
import io.tongbao.bank.StatementLine;
import io.tongbao.bank.file.format.Batch;
import io.tongbao.bank.file.format.BatchParty;
import io.tongbao.bank.file.format.BatchResult;
import io.tongbao.bank.file.format.BatchRow;
import io.tongbao.bank.file.format.FileFormat;
import io.tongbao.bank.file.format.FileRefused;
import io.tongbao.bank.file.format.OurAccount;
import io.tongbao.bank.file.format.ResultRow;
import io.tongbao.bank.sandbox.BankBooks;
import io.tongbao.bank.sandbox.BookAnswer;
import io.tongbao.bank.sandbox.BookCodes;
import io.tongbao.bank.sandbox.Face;
import io.tongbao.bank.sandbox.Operation;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.kernel.Money;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Trick;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox bank by files: takes what lies in {@code in}, books it, writes the result into {@code out}. A batch whose name it knows is put
 * aside unread. Works when {@link #settle} is called, or by itself every so often, like a bank that looks every few minutes.
 *
 * <p>Tricks, drawn for each row: {@code DECLINE} refuses the row, {@code CLOSED} too; {@code WRONG_TOTALS} writes a wrong result first and
 * the right one with the next call; {@code TWICE} writes it under two names; {@code LATE} writes it with the next call. For
 * {@code statement}: {@code WRONG_TOTALS} and {@code LATE}.
 */
public final class FileFace implements Face {

    private static final Logger log = LoggerFactory.getLogger(FileFace.class);

    /** A result to be written with the next call. */
    private record Owed(String name, BatchResult result) {}

    private final FileFormat format;
    private final OurAccount us;
    private final FileServer server;
    private final Duration settleEvery;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("sandbox-files").factory());
    private final List<Owed> owed = new ArrayList<>();
    private @Nullable SandboxBank bank;
    private @Nullable Path root;
    private int duplicates;

    /**
     * Works when it is told to.
     *
     * @param us the platform's account, as the platform's settings name it
     */
    public FileFace(FileFormat format, OurAccount us, FileServer server) {
        this(format, us, server, Duration.ZERO);
    }

    /**
     * Works when it is told to, and by itself.
     *
     * @param settleEvery how often it works by itself; zero for never
     */
    public FileFace(FileFormat format, OurAccount us, FileServer server, Duration settleEvery) {
        this.settleEvery = settleEvery;
        this.format = format;
        this.us = us;
        this.server = server;
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public synchronized void start(SandboxBank started) throws IOException {
        Path directory = started.directory().resolve("files-" + us.bank());
        for (String each : List.of("in", "out", "processed")) {
            Files.createDirectories(directory.resolve(each));
        }
        bank = started;
        root = directory;
        server.start(directory);
        if (settleEvery.isPositive()) {
            ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(
                    this::settleAndGoOn, settleEvery.toMillis(), settleEvery.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void settleAndGoOn() {
        try {
            settle();
        } catch (RuntimeException e) {
            // The timer would end with it; the file is tried again next time.
            log.warn("sandbox bank: settling failed", e);
        }
    }

    @Override
    public String address() {
        return server.address();
    }

    /** What the bank's operator sees: {@code in}, {@code out}, {@code processed}. */
    public synchronized Path root() {
        return started(root);
    }

    /** Batches that came again under a name the bank had taken before. */
    public synchronized int duplicates() {
        return duplicates;
    }

    /** Writes what is owed, then takes all batches that are there. */
    public synchronized void settle() {
        try {
            List<Owed> late = List.copyOf(owed);
            owed.clear();
            for (Owed each : late) {
                write(each.name(), each.result());
            }
            for (Path file : uploaded()) {
                settle(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> uploaded() throws IOException {
        try (Stream<Path> files = Files.list(root().resolve("in"))) {
            return files.filter(file -> file.toString().endsWith("." + format.extension()))
                    .sorted()
                    .toList();
        }
    }

    private void settle(Path file) throws IOException {
        String name = file.getFileName().toString();
        Path processed = root().resolve("processed").resolve(name);
        if (Files.exists(processed)) {
            duplicates++;
            Files.move(file, processed.resolveSibling(name + "." + duplicates), StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            Batch batch = format.readBatch(in, us);
            if (!name.equals(batch.name() + "." + format.extension())) {
                throw new FileRefused("the file's name is not its batch's");
            }
            book(batch);
        } catch (FileRefused e) {
            log.warn("sandbox bank: refused {}: {}", name, e.what());
        }
        Files.move(file, processed);
    }

    private void book(Batch batch) throws IOException {
        Set<Mischief> drawn = EnumSet.noneOf(Mischief.class);
        List<ResultRow> rows = new ArrayList<>();
        for (BatchRow row : batch.rows()) {
            Trick trick = started(bank).script().draw(operation(row));
            drawn.add(trick.mischief());
            BookAnswer answer = book(row, batch.cutAt(), trick);
            rows.add(new ResultRow(
                    row.id(),
                    row.amountMinor(),
                    answer.ok() ? ResultRow.Status.DONE : ResultRow.Status.DECLINED,
                    answer.ok() ? "" : answer.code(),
                    answer.ok() ? answer.reference() : ""));
        }
        Instant now = books().clock().instant();
        BatchResult result = new BatchResult(batch.name(), batch.group(), now, batch.totalMinor(), rows);
        String name = batch.name() + ".result." + format.extension();
        if (drawn.contains(Mischief.LATE)) {
            owed.add(new Owed(name, result));
        } else if (drawn.contains(Mischief.WRONG_TOTALS)) {
            write(name, new BatchResult(batch.name(), batch.group(), now, batch.totalMinor() + 1, rows));
            owed.add(new Owed(batch.name() + ".result.corrected." + format.extension(), result));
        } else {
            write(name, result);
        }
        if (drawn.contains(Mischief.TWICE)) {
            write(batch.name() + ".result.again." + format.extension(), result);
        }
    }

    private BookAnswer book(BatchRow row, Instant at, Trick trick) {
        BatchParty party = row.party();
        BatchRow.Original original = row.original();
        UUID originalId = original == null ? null : original.id();
        String number = party == null ? "" : party.number();
        if (trick.mischief() == Mischief.DECLINE || trick.mischief() == Mischief.CLOSED) {
            String code = trick.argument().isEmpty()
                    ? trick.mischief() == Mischief.CLOSED ? BookCodes.CLOSED : BookCodes.OTHER
                    : trick.argument();
            return books().decline(row.id(), kind(row), number, row.amountMinor(), originalId, code, at);
        }
        return switch (row.kind()) {
            case DEBIT -> books().debit(row.id(), number, row.amountMinor(), at);
            case CREDIT -> books().credit(row.id(), number, row.amountMinor(), at);
            case REFUND -> {
                if (originalId == null) {
                    throw new IllegalArgumentException("a refund without its original");
                }
                yield books().refund(row.id(), originalId, row.amountMinor(), at);
            }
        };
    }

    private static Operation.Kind kind(BatchRow row) {
        return switch (row.kind()) {
            case DEBIT -> Operation.Kind.DEBIT;
            case CREDIT -> Operation.Kind.CREDIT;
            case REFUND -> Operation.Kind.REFUND;
        };
    }

    private static String operation(BatchRow row) {
        return switch (row.kind()) {
            case DEBIT -> "debit";
            case CREDIT -> "credit";
            case REFUND -> "refund";
        };
    }

    /** Writes the statement of one day into {@code out}. */
    public synchronized void writeStatement(LocalDate day) {
        Mischief mischief = started(bank).script().draw("statement").mischief();
        if (mischief == Mischief.LATE) {
            return;
        }
        List<StatementLine> lines = new ArrayList<>();
        for (Operation operation : books().operations(day)) {
            long effect = operation.platformEffectMinor();
            if (effect != 0) {
                lines.add(new StatementLine(
                        operation.reference(),
                        operation.id(),
                        money(Math.abs(effect)),
                        effect > 0,
                        operation.bookedAt(),
                        operation.kind().name()));
            }
        }
        long wrong = mischief == Mischief.WRONG_TOTALS ? 1 : 0;
        BankStatement statement = new BankStatement(
                day,
                money(books().platformBalanceMinor(day)),
                money(books().platformBalanceMinor(day.plusDays(1)) + wrong),
                lines,
                new byte[0]);
        String name =
                us.bank() + "-" + day.format(DateTimeFormatter.BASIC_ISO_DATE) + ".statement." + format.extension();
        try {
            byte[] bytes = format.writeStatement(statement, us);
            publish(name, out -> out.write(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Money money(long minor) {
        return Money.of(minor, us.currency());
    }

    private void write(String name, BatchResult result) throws IOException {
        publish(name, out -> format.writeResult(result, us, out));
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private void publish(String name, Content content) throws IOException {
        Path target = root().resolve("out").resolve(name);
        Path temporary = target.resolveSibling(name + ".tmp");
        try (OutputStream out = Files.newOutputStream(temporary)) {
            content.writeTo(out);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private BankBooks books() {
        return started(bank).books();
    }

    private static <T> T started(@Nullable T set) {
        if (set == null) {
            throw new IllegalStateException("the face was not started");
        }
        return set;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.close();
    }
}
