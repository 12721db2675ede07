package io.tongbao.bank.iso8583;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.iso8583.mac.FileMacKeys;
import io.tongbao.bank.iso8583.mac.MacAlgorithm;
import io.tongbao.bank.iso8583.mac.Seal;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.PrivateData;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bank that says what it should not, late, twice or never; here the test itself is the bank. */
class HostileBankTest {

    private static final byte[] BASE_KEY = HexFormat.of().parseHex(Line.BASE_KEY);

    @TempDir
    private Path directory;

    private final FakeClock clock = new FakeClock();
    private final Map<UUID, PartnerAnswer> late = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private ServerSocket listening;
    private Iso8583Bank bank;
    private RawPeer peer;

    @BeforeEach
    void connect() throws IOException {
        listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Line.key(directory, "mac.key", Line.BASE_KEY);
        Line.key(directory, "zone.key", Line.ZONE_KEY);
        bank = Line.open(
                Line.settings(
                        "127.0.0.1:" + listening.getLocalPort(),
                        Map.of(
                                "mac", "x9.19",
                                "mac.key-file", "mac.key",
                                "zone-key.file", "zone.key",
                                "mac.key-exchange", "never",
                                "echo-seconds", "1",
                                "max-in-flight", "2")),
                directory,
                clock,
                (partner, id, answer) -> late.put(id, answer));
        peer = RawPeer.accept(listening, Seal.of(MacAlgorithm.X9_19, BASE_KEY));
        await(bank::ready);
    }

    @AfterEach
    void disconnect() throws IOException {
        bank.close();
        peer.close();
        listening.close();
        threads.close();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private BankInstruction.Debit debit(int number) {
        return new BankInstruction.Debit(
                new UUID(0x0199_0000_0000_7000L, number),
                clock.instant(),
                Money.of(100, Currency.CNY),
                new BankInstrument.Card(CardDetails.ofNumber("6222001000000015")),
                BankInstruction.Purpose.PAYMENT,
                null,
                "note");
    }

    private Future<PartnerAnswer> debiting(int number) {
        return threads.submit(() -> bank.debit(debit(number)));
    }

    /** The next request that is not an echo; echoes are answered. */
    private IsoMessage request() throws IOException {
        while (true) {
            IsoMessage read = peer.read();
            if (!read.type().equals("0800")) {
                return read;
            }
            peer.send(RawPeer.answer(read, "00"));
        }
    }

    @Test
    void answersFindTheirCallsInWhateverOrder() throws IOException, InterruptedException, ExecutionException {
        Future<PartnerAnswer> one = debiting(1);
        IsoMessage first = request();
        Future<PartnerAnswer> two = debiting(2);
        IsoMessage second = request();
        peer.send(RawPeer.answer(second, "51"));
        peer.send(RawPeer.answer(first, "00"));
        assertThat(one.get()).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(two.get()).isInstanceOf(PartnerAnswer.Declined.class);
    }

    @Test
    void theWindowIsFullUntilACallEndsOrTimesOut() throws IOException, InterruptedException, ExecutionException {
        Future<PartnerAnswer> one = debiting(1);
        IsoMessage first = request();
        Future<PartnerAnswer> two = debiting(2);
        request();
        assertThat(bank.debit(debit(3))).isEqualTo(new PartnerAnswer.NotSent(Outage.TOO_MANY_CALLS));
        assertThat(one.get()).isEqualTo(new PartnerAnswer.Unknown(Doubt.TIMED_OUT));
        assertThat(two.get()).isEqualTo(new PartnerAnswer.Unknown(Doubt.TIMED_OUT));
        assertThat(bank.statistics().inFlight()).isZero();
        peer.send(RawPeer.answer(first, "00"));
        await(() -> late.get(debit(1).id()) instanceof PartnerAnswer.Done);
        assertThat(bank.statistics().late()).isEqualTo(1);
        assertThat(bank.statistics().refused()).isEqualTo(1);
    }

    @Test
    void aForgedAnswerIsCountedAndNotBelieved() throws IOException, InterruptedException, ExecutionException {
        Future<PartnerAnswer> one = debiting(1);
        byte[] forged = peer.bytes(RawPeer.answer(request(), "00"));
        forged[forged.length - 3] ^= 4;
        peer.sendBytes(forged);
        assertThat(one.get()).isEqualTo(new PartnerAnswer.Unknown(Doubt.BAD_SEAL));
        assertThat(bank.statistics().badMac()).isEqualTo(1);
        assertLineGoesOn();
    }

    @Test
    void nonsenseIsCountedAndTheLineGoesOn() throws IOException, InterruptedException, ExecutionException {
        peer.sendBytes(new byte[] {9, 9, 9});
        peer.sendBytes(new byte[12_000]);
        peer.send(
                new IsoMessage("0210").with(11, "000001").with(7, "0101000000").with(39, "00"));
        assertLineGoesOn();
        LinkStatistics counted = bank.statistics();
        assertThat(counted.malformed()).isEqualTo(1);
        assertThat(counted.oversized()).isEqualTo(1);
        assertThat(counted.unmatched()).isEqualTo(1);
        assertThat(late).isEmpty();
    }

    @Test
    void anAnswerOverAnotherAmountIsNoAnswer() throws IOException, InterruptedException, ExecutionException {
        Future<PartnerAnswer> one = debiting(1);
        peer.send(RawPeer.answer(request(), "00").with(4, "000000000099"));
        assertThat(one.get()).isEqualTo(new PartnerAnswer.Unknown(Doubt.UNREADABLE));
    }

    @Test
    void aCodeNobodyKnowsIsADoubt() throws IOException, InterruptedException, ExecutionException {
        Future<PartnerAnswer> one = debiting(1);
        peer.send(RawPeer.answer(request(), "Q7"));
        assertThat(one.get()).isEqualTo(new PartnerAnswer.Unknown(Doubt.PARTNER_ERROR));
    }

    @Test
    void theBankMaySayLaterWhatBecameOfIt() throws IOException, InterruptedException, ExecutionException {
        Future<PartnerAnswer> one = debiting(1);
        peer.send(RawPeer.answer(request(), "09"));
        assertThat(one.get()).isInstanceOf(PartnerAnswer.Pending.class);
        UUID id = debit(1).id();
        peer.send(new IsoMessage("0220")
                .with(7, "0301020304")
                .with(11, "000077")
                .with(39, "00")
                .with(
                        48,
                        new PrivateData()
                                .with(Tags.ID, WireIds.write(id))
                                .with(Tags.REFERENCE, "B77")
                                .write()));
        IsoMessage acknowledged = request();
        assertThat(acknowledged.type()).isEqualTo("0230");
        assertThat(acknowledged.get(39)).isEqualTo("00");
        assertThat(late).containsEntry(id, new PartnerAnswer.Done("B77"));
    }

    @Test
    void aNewKeyIsTakenOnceAndNotPlayedBack() throws IOException, InterruptedException, ExecutionException {
        byte[] fresh = HexFormat.of().parseHex("2b7e151628aed2a6abf7158809cf4f3c");
        FileMacKeys zone = FileMacKeys.of(MacAlgorithm.X9_19, directory.resolve("zone.key"));
        IsoMessage push = new IsoMessage("0800")
                .with(7, "0301020304")
                .with(11, "000078")
                .with(
                        48,
                        new PrivateData()
                                .with(Tags.WORKING_KEY, HexFormat.of().formatHex(zone.wrap(fresh)))
                                .with(Tags.CHECK_VALUE, HexFormat.of().formatHex(MacAlgorithm.X9_19.checkValue(fresh)))
                                .write())
                .with(70, "101");
        byte[] recorded = peer.bytes(push);
        peer.sendBytes(recorded);
        peer.replaceKey(fresh);
        assertThat(peer.readAnswer().get(39)).isEqualTo("00");
        peer.sendBytes(recorded);
        assertThat(peer.readAnswer().get(39)).isEqualTo("94");
        assertThat(bank.statistics().replayed()).isEqualTo(1);
        assertLineGoesOn();
    }

    @Test
    void aQuietLineIsTriedAndADeadOneMadeAnew() throws IOException {
        IsoMessage echo = peer.read();
        assertThat(echo.get(70)).isEqualTo("301");
        // No answer: the line is given up, and another one made.
        RawPeer again = RawPeer.accept(listening, Seal.of(MacAlgorithm.X9_19, BASE_KEY));
        peer.close();
        peer = again;
        await(bank::ready);
        assertThat(bank.statistics().reconnects()).isEqualTo(1);
    }

    @Test
    void aReversalIsRepeatedByTheLinkItself() throws IOException, InterruptedException, ExecutionException {
        BankInstruction.Debit debit = debit(1);
        BankInstruction.Original original =
                new BankInstruction.Original(debit.id(), debit.at(), debit.amount(), BankInstruction.Kind.DEBIT, null);
        BankInstruction.Reversal reversal =
                new BankInstruction.Reversal(new UUID(0x0199_0000_0000_7000L, 99), clock.instant(), original);
        Future<PartnerAnswer> reversing = threads.submit(() -> bank.reverse(reversal));
        IsoMessage first = request();
        assertThat(first.type()).isEqualTo("0400");
        assertThat(reversing.get()).isEqualTo(new PartnerAnswer.Unknown(Doubt.TIMED_OUT));
        IsoMessage repeat = request();
        assertThat(repeat.type()).isEqualTo("0401");
        for (int field : new int[] {3, 4, 7, 11, 37, 90}) {
            assertThat(repeat.get(field)).isEqualTo(first.get(field));
        }
        peer.send(RawPeer.answer(repeat, "00"));
        await(() -> late.get(reversal.id()) instanceof PartnerAnswer.Done);
        await(() -> bank.statistics().reversalsWaiting() == 0);
    }

    @Test
    void withoutAConnectionNothingIsSent() throws IOException {
        listening.close();
        peer.close();
        await(() -> !bank.ready());
        assertThat(bank.debit(debit(1))).isEqualTo(new PartnerAnswer.NotSent(Outage.NOT_CONNECTED));
    }

    @Test
    void settingsThatAreWrongAreNamed() {
        String address = "127.0.0.1:" + listening.getLocalPort();
        Map<String, String> faults = Map.of(
                "framming", "unknown settings [framming]",
                "mac", "setting mac of partner testbank is wrong: mac is none, x9.19",
                "code.51", "setting code.51 of partner testbank must be",
                "capabilities", "names what ISO 8583 has no message for: [STATEMENT]",
                "timeout-ms", "setting timeout-ms of partner testbank must be a number",
                "hours", "setting hours of partner testbank is wrong");
        faults.forEach((name, message) -> assertThatThrownBy(() -> Line.open(
                        Line.settings(address, Map.of(name, name.equals("capabilities") ? "STATEMENT" : "x")),
                        directory,
                        clock,
                        (partner, id, answer) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message));
        assertThatThrownBy(() -> Line.open(
                        Line.settings(address, Map.of("mac", "x9.19")), directory, clock, (partner, id, answer) -> {}))
                .hasMessageContaining("needs mac.key-file");
    }

    private void assertLineGoesOn() throws IOException, InterruptedException, ExecutionException {
        Future<PartnerAnswer> next = debiting(50);
        IsoMessage request = request();
        while (!request.isRequest()) {
            request = request();
        }
        peer.send(RawPeer.answer(request, "00"));
        assertThat(next.get()).isInstanceOf(PartnerAnswer.Done.class);
    }
}
