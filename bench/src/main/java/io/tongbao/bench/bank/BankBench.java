package io.tongbao.bench.bank;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.BankKind;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.iso8583.Iso8583Bank;
import io.tongbao.bank.iso8583.Iso8583Kind;
import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.cli.JsonLine;
import io.tongbao.bench.cli.ProgressBar;
import io.tongbao.bench.process.TemporaryDirectory;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Money;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bench bank}: sealed 0200 debits over one ISO 8583 connection to a sandbox bank in another process, whose books are on disk before
 * it answers, next to bare 0800 echoes over the same connection.
 */
@Command(
        name = "bank",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures authorisations over one ISO 8583 connection to a sandbox bank in another process.")
public final class BankBench implements Callable<Integer> {

    private static final List<String> MACS = List.of("none", "x9.19", "aes-cmac", "sm4-cmac");
    private static final String ZONE_KEY = "0123456789abcdeffedcba9876543210";

    @Option(names = "--seconds", description = "Length of each measurement, 1 to 60. Default: ${DEFAULT-VALUE}.")
    private int seconds = 10;

    @Option(names = "--warmup", description = "Seconds before it, 0 to 60. Default: ${DEFAULT-VALUE}.")
    private int warmupSeconds = 8;

    @Option(names = "--window", description = "Messages under way at a time, 1 to 10000. Default: ${DEFAULT-VALUE}.")
    private int window = 128;

    @Option(names = "--mac", description = "none, x9.19, aes-cmac or sm4-cmac. Default: ${DEFAULT-VALUE}.")
    private String mac = "x9.19";

    @Option(names = "--json", description = "The last line is one JSON object.")
    private boolean json;

    private final PrintStream out = System.out;
    private final InstantSource clock = InstantSource.system();
    private final Ids ids = Ids.secure(clock);
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicLong authorised = new AtomicLong();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1
                || seconds > 60
                || warmupSeconds < 0
                || warmupSeconds > 60
                || window < 1
                || window > 10_000
                || !MACS.contains(mac)) {
            throw new CommandFailed("--seconds 1 to 60, --warmup 0 to 60, --window 1 to 10000, --mac one of " + MACS);
        }
        try (TemporaryDirectory directory = TemporaryDirectory.create("tongbao-bench");
                ProgressBar progress = ProgressBar.onStandardError("Starting the bank")) {
            progress.at(0, 0, "");
            Path zoneKey = directory.path().resolve("zone.key");
            Files.writeString(zoneKey, ZONE_KEY);
            Files.setPosixFilePermissions(zoneKey, PosixFilePermissions.fromString("rw-------"));
            try (BankProcess process = BankProcess.start(directory.path().resolve("bank"), mac, zoneKey)) {
                return measure(process, directory.path(), progress);
            }
        }
    }

    private int measure(BankProcess process, Path secrets, ProgressBar progress)
            throws IOException, InterruptedException {
        CallLoad.Measured debits;
        CallLoad.Measured echoes;
        try (Iso8583Bank bank = new Iso8583Kind()
                .open(
                        settings(process.address()),
                        new BankKind.Surroundings(
                                clock, new PGSimpleDataSource(), secrets, (partner, id, answer) -> {}))) {
            awaitReady(bank);
            progress.step("Warming up");
            progress.at(0, 0, "");
            CallLoad.run(window, warmupSeconds * 700L, () -> debit(bank));
            CallLoad.run(window, warmupSeconds * 300L, bank::echo);
            progress.step("Measuring");
            progress.at(0, 0, "");
            // In turn, so that a machine that drifts hits both.
            debits = CallLoad.run(window, seconds * 500L, () -> debit(bank));
            echoes = CallLoad.run(window, seconds * 250L, bank::echo);
            debits = debits.and(CallLoad.run(window, seconds * 500L, () -> debit(bank)));
            echoes = echoes.and(CallLoad.run(window, seconds * 250L, bank::echo));
        }
        long inBooks = process.stop();
        progress.clear();
        report(debits, echoes, inBooks);
        return debits.errors() + echoes.errors() == 0 && inBooks == authorised.get() ? 0 : 1;
    }

    private PartnerSettings settings(String address) {
        Map<String, String> values = Map.of(
                "addresses",
                address,
                "max-in-flight",
                String.valueOf(window),
                "timeout-ms",
                "10000",
                "mac",
                mac,
                "zone-key.file",
                "zone.key");
        return new PartnerSettings(new PartnerId("bench"), Iso8583Kind.NAME, "测试银行", "Bench Bank", values);
    }

    private static void awaitReady(Iso8583Bank bank) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!bank.ready()) {
            if (System.nanoTime() > end) {
                throw new CommandFailed("the sandbox bank did not let us sign on");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private boolean debit(Iso8583Bank bank) {
        String card = SandboxBankMain.card(Math.floorMod(turn.getAndIncrement(), SandboxBankMain.CARDS));
        boolean done = bank.debit(new BankInstruction.Debit(
                        ids.next(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        Money.of(1, Currency.CNY),
                        new BankInstrument.Card(CardDetails.ofNumber(card)),
                        BankInstruction.Purpose.PAYMENT,
                        null,
                        "bench"))
                instanceof PartnerAnswer.Done;
        if (done) {
            authorised.incrementAndGet();
        }
        return done;
    }

    private void report(CallLoad.Measured debits, CallLoad.Measured echoes, long inBooks) {
        out.printf(
                Locale.ROOT,
                "Authorisations over one connection: %,.0f/s, p50 %.1f ms, p99 %.1f ms (window %d, mac %s)%n"
                        + "Bare echoes over it: %,.0f/s. Errors: %d. Debits here %,d, in the bank's books %,d%n",
                debits.perSecond(),
                debits.percentileMs(50),
                debits.percentileMs(99),
                window,
                mac,
                echoes.perSecond(),
                debits.errors() + echoes.errors(),
                authorised.get(),
                inBooks);
        if (json) {
            out.println(new JsonLine()
                    .put("authorisations_per_s", debits.perSecond(), 0)
                    .put("p50_ms", debits.percentileMs(50), 2)
                    .put("p99_ms", debits.percentileMs(99), 2)
                    .put("window", window)
                    .put("mac", mac)
                    .put("connections", 1)
                    .put("echo_per_s", echoes.perSecond(), 0)
                    .put("ratio_vs_echo", debits.perSecond() / echoes.perSecond(), 3)
                    .put("authorised", authorised.get())
                    .put("in_bank_books", inBooks)
                    .put("errors", debits.errors() + echoes.errors()));
        }
        out.flush();
    }
}
