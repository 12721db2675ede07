package io.tongbao.carrier;

import io.tongbao.carrier.CarrierInstruction.Charge;
import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.CarrierInstruction.Original;
import io.tongbao.carrier.CarrierInstruction.Refund;
import io.tongbao.carrier.CarrierInstruction.Reversal;
import io.tongbao.carrier.sandbox.SandboxCarrier;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import io.tongbao.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A sandbox carrier and adapters that talk to it. */
public final class CarrierRig implements AutoCloseable {

    public static final Msisdn PREPAID = new Msisdn("+8613900000001");
    public static final Msisdn RICH = new Msisdn("+8613900000008");

    /** An answer that came on its own. */
    public record Late(UUID id, PartnerAnswer answer) {}

    public final FakeClock clock = new FakeClock();
    public final Ids ids = new Ids(clock, new Random(7));
    public final BlockingQueue<Late> late = new LinkedBlockingQueue<>();
    public final SandboxCarrier sandbox;
    private final Path directory;

    public CarrierRig(Path directory, SandboxCarrier.@Nullable Options options) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("client.secret"), "sandbox\n");
        Files.writeString(directory.resolve("sink.token"), "sink-token\n");
        sandbox = SandboxCarrier.open(
                options == null ? SandboxCarrier.Options.standard(directory.resolve("books"), clock) : options);
    }

    public CarrierKind.Surroundings surroundings() {
        return new CarrierKind.Surroundings(clock, directory, (partner, id, answer) -> late.add(new Late(id, answer)));
    }

    public Carrier open(CarrierKind kind, Map<String, String> settings, String... more) {
        Map<String, String> all = new HashMap<>(settings);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        Carrier carrier = kind.open(
                new PartnerSettings(new PartnerId("cmcc-js"), kind.name(), "江苏移动", "Jiangsu Mobile", all),
                surroundings());
        eventually(carrier::ready);
        return carrier;
    }

    public Charge charge(Msisdn number, long minor) {
        return new Charge(ids.next(), clock.instant(), yuan(minor), number, "Ringtone", "Music Shop");
    }

    public Refund refund(Original original, long minor) {
        return new Refund(ids.next(), clock.instant(), yuan(minor), original);
    }

    public Reversal reversal(Original original) {
        return new Reversal(ids.next(), clock.instant(), original);
    }

    public static Original original(Charge charge, Kind kind) {
        return new Original(charge.id(), charge.at(), charge.amount(), charge.number(), kind, null);
    }

    public static Money yuan(long minor) {
        return Money.of(minor, Currency.CNY);
    }

    /** What the number may still spend. */
    public long available(Msisdn number) {
        return sandbox.books().account(number).orElseThrow().availableMinor();
    }

    public long counted() {
        return sandbox.books().all().stream()
                .filter(io.tongbao.carrier.sandbox.Operation::counts)
                .count();
    }

    /** Waits for a condition, half a minute at most. */
    public static void eventually(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("it did not come about");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @Override
    public void close() throws IOException {
        sandbox.close();
    }
}
