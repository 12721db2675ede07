package io.tongbao.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.carrier.CarrierInstruction.Charge;
import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.CarrierInstruction.Original;
import io.tongbao.carrier.CarrierInstruction.PointsExchange;
import io.tongbao.carrier.CarrierInstruction.Refund;
import io.tongbao.carrier.CarrierInstruction.TopUp;
import io.tongbao.carrier.Subscriber.Standing;
import io.tongbao.carrier.sandbox.CarrierBooks;
import io.tongbao.carrier.sandbox.Operation;
import io.tongbao.carrier.sandbox.SandboxCarrier;
import io.tongbao.kernel.Msisdn;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Done;
import io.tongbao.partner.PartnerAnswer.NotSent;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.PartnerAnswer.Unknown;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Script;
import io.tongbao.partner.sandbox.Trick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every carrier adapter keeps, whatever it speaks; proven against the sandbox carrier over sockets, and by its books. */
public abstract class CarrierContract {

    @TempDir
    protected Path directory;

    protected CarrierRig rig;
    protected Carrier carrier;
    /** Gives up after 400 ms; only asked where it must give up. */
    protected Carrier hasty;

    protected abstract CarrierKind kind();

    protected abstract Map<String, String> settings(SandboxCarrier sandbox);

    @BeforeEach
    void open() throws IOException {
        rig = new CarrierRig(directory, null);
        carrier = rig.open(kind(), settings(rig.sandbox), "timeout-ms", "20000");
        hasty = rig.open(kind(), settings(rig.sandbox), "timeout-ms", "400");
    }

    @AfterEach
    void close() throws IOException {
        carrier.close();
        hasty.close();
        rig.close();
    }

    private void next(String operation, Mischief mischief, String argument) {
        rig.sandbox.script().next(operation, new Trick(mischief, argument), 1);
    }

    private static DeclineReason reason(PartnerAnswer answer) {
        assertThat(answer).isInstanceOf(Declined.class);
        return ((Declined) answer).reason();
    }

    @Test
    void chargesOnceHoweverOftenItIsTold() {
        Charge charge = rig.charge(CarrierRig.PREPAID, 1250);
        PartnerAnswer first = carrier.charge(charge);
        assertThat(first).isInstanceOf(Done.class);
        assertThat(carrier.charge(charge)).isEqualTo(first);
        assertThat(hasty.charge(charge)).isEqualTo(first);
        assertThat(rig.counted()).isEqualTo(1);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000 - 1250);
        Operation booked = rig.sandbox.books().operation(charge.id()).orElseThrow();
        assertThat(booked.amountMinor()).isEqualTo(1250);
        assertThat(booked.text()).startsWith("Ringtone\nMusic Shop");
    }

    @ParameterizedTest
    @CsvSource({
        "+8613900000003,INSUFFICIENT_FUNDS",
        "+8613900000004,BARRED",
        "+8613900000005,BARRED",
        "+8613900000006,OVER_LIMIT",
        "+8613900000007,BARRED",
        "+8613911111111,NO_SUCH_ACCOUNT"
    })
    void saysWhyTheCarrierRefuses(String number, DeclineReason expected) {
        Charge charge = rig.charge(new Msisdn(number), 600);
        PartnerAnswer answer = carrier.charge(charge);
        // Diameter has one code for both kinds of "no more credit".
        assertThat(reason(answer))
                .isIn(expected, expected == DeclineReason.OVER_LIMIT ? DeclineReason.INSUFFICIENT_FUNDS : expected);
        assertThat(carrier.charge(charge)).isEqualTo(answer);
        assertThat(reason(carrier.reserve(rig.charge(new Msisdn(number), 600)))).isEqualTo(reason(answer));
        assertThat(rig.counted()).isZero();
    }

    @Test
    void anIdMeansOneThing() {
        Charge charge = rig.charge(CarrierRig.PREPAID, 100);
        carrier.charge(charge);
        Charge other = new Charge(
                charge.id(),
                charge.at(),
                CarrierRig.yuan(200),
                charge.number(),
                charge.description(),
                charge.merchant());
        assertThat(carrier.charge(other)).isInstanceOf(Declined.class);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(99_900);
    }

    @Test
    void reservesThenConfirms() {
        Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
        PartnerAnswer reserved = carrier.reserve(charge);
        assertThat(reserved).isInstanceOf(Done.class);
        assertThat(carrier.reserve(charge)).isEqualTo(reserved);
        assertThat(rig.counted()).isZero();
        Original original = CarrierRig.original(charge, Kind.RESERVATION);
        assertThat(carrier.confirm(original)).isInstanceOf(Done.class);
        assertThat(carrier.confirm(original)).isInstanceOf(Done.class);
        assertThat(rig.counted()).isEqualTo(1);
        assertThat(carrier.cancel(original)).isInstanceOf(Declined.class);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(99_000);
    }

    @Test
    void reservesThenCancels() {
        Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
        carrier.reserve(charge);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(99_000);
        Original original = CarrierRig.original(charge, Kind.RESERVATION);
        assertThat(carrier.cancel(original)).isInstanceOf(Done.class);
        assertThat(carrier.cancel(original)).isInstanceOf(Done.class);
        assertThat(carrier.confirm(original)).isInstanceOf(Declined.class);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);
    }

    @Test
    void aReservationNotConfirmedInTimeIsReleased() {
        Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
        carrier.reserve(charge);
        rig.clock.advance(Duration.ofMinutes(16));
        assertThat(carrier.confirm(CarrierRig.original(charge, Kind.RESERVATION)))
                .isInstanceOf(Declined.class);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);
    }

    @Test
    void refundsInPartsUpToTheWhole() {
        Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
        carrier.charge(charge);
        Original original = CarrierRig.original(charge, Kind.CHARGE);
        Refund part = rig.refund(original, 400);
        PartnerAnswer first = carrier.refund(part);
        assertThat(first).isInstanceOf(Done.class);
        assertThat(carrier.refund(part)).isEqualTo(first);
        assertThat(reason(carrier.refund(rig.refund(original, 700)))).isEqualTo(DeclineReason.ORIGINAL_NOT_REFUNDABLE);
        assertThat(carrier.refund(rig.refund(original, 600))).isInstanceOf(Done.class);
        assertThat(reason(carrier.refund(rig.refund(original, 1)))).isEqualTo(DeclineReason.ORIGINAL_NOT_REFUNDABLE);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);
    }

    @Test
    void refundsAWhole() {
        Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
        carrier.charge(charge);
        Refund refund = rig.refund(CarrierRig.original(charge, Kind.CHARGE), 1000);
        assertThat(carrier.refund(refund)).isInstanceOf(Done.class);
        assertThat(carrier.refund(refund)).isInstanceOf(Done.class);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);
    }

    @Test
    void reversesWhatWasDone() {
        Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
        carrier.charge(charge);
        var reversal = rig.reversal(CarrierRig.original(charge, Kind.CHARGE));
        assertThat(carrier.reverse(reversal)).isInstanceOf(Done.class);
        assertThat(carrier.reverse(reversal)).isInstanceOf(Done.class);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);
        assertThat(carrier.charge(charge)).isInstanceOf(Declined.class);
    }

    @Test
    void aReversalBeforeItsOriginalHoldsForEver() {
        Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
        assertThat(carrier.reverse(rig.reversal(CarrierRig.original(charge, Kind.CHARGE))))
                .isInstanceOf(Done.class);
        assertThat(reason(carrier.charge(charge))).isEqualTo(DeclineReason.REVERSED);
        Charge reserve = rig.charge(CarrierRig.PREPAID, 1000);
        assertThat(carrier.reverse(rig.reversal(CarrierRig.original(reserve, Kind.RESERVATION))))
                .isInstanceOf(Done.class);
        assertThat(reason(carrier.reserve(reserve))).isEqualTo(DeclineReason.REVERSED);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);
    }

    /** The heart of it: yes means charged, no means not charged, and silence is never either. */
    @ParameterizedTest
    @EnumSource(Mischief.class)
    void whateverTheCarrierDoesTheAnswerIsTrue(Mischief mischief) {
        boolean silent = mischief == Mischief.TIMEOUT_AFTER || mischief == Mischief.TIMEOUT_BEFORE;
        boolean late = mischief == Mischief.LATE;
        next("charge", mischief, late ? "3000" : mischief == Mischief.SLOW ? "5" : "");
        Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
        PartnerAnswer answer = (silent || late ? hasty : carrier).charge(charge);
        long counted = rig.counted();
        switch (answer) {
            case Done _ -> assertThat(counted).isEqualTo(1);
            case PartnerAnswer.Final _ -> assertThat(counted).isZero();
            case Unknown _ -> assertThat(counted).isLessThanOrEqualTo(1);
            case PartnerAnswer.Pending _ -> throw new AssertionError("the sandbox has nothing pending");
        }
        switch (mischief) {
            case NONE, SLOW, TWICE, WRONG_TOTALS -> assertThat(answer).isInstanceOf(Done.class);
            case DECLINE, CLOSED -> assertThat(answer).isInstanceOfAny(Declined.class, NotSent.class);
            case TIMEOUT_BEFORE, TIMEOUT_AFTER, LATE, WRONG_SEAL, ERROR_AFTER ->
                assertThat(answer).isInstanceOf(Unknown.class);
            case DROP_BEFORE, DROP_AFTER -> assertThat(answer).isInstanceOfAny(Unknown.class, Done.class);
        }
        CarrierRig.eventually(carrier::ready);
        if (carrier.profile().can(CarrierCapability.INQUIRE)) {
            InquiryAnswer told = carrier.inquire(CarrierRig.original(charge, Kind.CHARGE));
            if (counted == 1) {
                assertThat(told).isInstanceOfSatisfying(InquiryAnswer.Found.class, found -> assertThat(found.outcome())
                        .isInstanceOf(Done.class));
            } else {
                assertThat(told).isInstanceOf(InquiryAnswer.NotFound.class);
            }
        }
        if (answer instanceof Unknown) {
            // A repeat is as good as an inquiry: it is charged once in the end.
            CarrierRig.eventually(carrier::ready);
            assertThat(carrier.charge(charge)).isInstanceOf(Done.class);
            assertThat(rig.counted()).isEqualTo(1);
            assertThat(carrier.reverse(rig.reversal(CarrierRig.original(charge, Kind.CHARGE))))
                    .isInstanceOf(Done.class);
            assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT_BEFORE", "TIMEOUT_AFTER"})
    void aReversalThatGotNoAnswerIsSimplyRepeated(Mischief mischief) {
        Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
        carrier.charge(charge);
        var reversal = rig.reversal(CarrierRig.original(charge, Kind.CHARGE));
        next("reverse", mischief, "");
        assertThat(hasty.reverse(reversal)).isInstanceOf(Unknown.class);
        assertThat(carrier.reverse(reversal)).isInstanceOf(Done.class);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(100_000);
    }

    @Test
    void aConfirmationThatGotNoAnswerIsSimplyRepeated() {
        Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
        carrier.reserve(charge);
        Original original = CarrierRig.original(charge, Kind.RESERVATION);
        next("confirm", Mischief.TIMEOUT_AFTER, "");
        assertThat(hasty.confirm(original)).isInstanceOf(Unknown.class);
        assertThat(carrier.confirm(original)).isInstanceOf(Done.class);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(99_000);
    }

    @Test
    void whatIsNotOfferedIsNotSent() {
        NotSent not = new NotSent(Outage.NOT_OFFERED);
        TopUp topUp = new TopUp(rig.ids.next(), rig.clock.instant(), CarrierRig.yuan(100), CarrierRig.PREPAID);
        PointsExchange points =
                new PointsExchange(rig.ids.next(), rig.clock.instant(), CarrierRig.yuan(100), CarrierRig.PREPAID, 10);
        if (!carrier.profile().can(CarrierCapability.TOP_UP)) {
            assertThat(carrier.topUp(topUp)).isEqualTo(not);
        }
        if (!carrier.profile().can(CarrierCapability.POINTS)) {
            assertThat(carrier.exchangePoints(points)).isEqualTo(not);
        }
        if (!carrier.profile().can(CarrierCapability.CHARGE_FILE)) {
            assertThat(carrier.chargeFile(LocalDate.of(2026, 3, 1))).isEqualTo(new ChargeFileAnswer.Failed(not));
        }
        if (!carrier.profile().can(CarrierCapability.INQUIRE)) {
            assertThat(carrier.inquire(CarrierRig.original(rig.charge(CarrierRig.PREPAID, 1), Kind.CHARGE)))
                    .isInstanceOf(InquiryAnswer.NoAnswer.class);
        }
    }

    @Test
    void knowsSubscribers() {
        assertThat(carrier.profile().can(CarrierCapability.SUBSCRIBER_STATE)).isTrue();
        assertThat(carrier.subscriber(CarrierRig.PREPAID))
                .isInstanceOfSatisfying(
                        SubscriberAnswer.Known.class,
                        known -> assertThat(known.subscriber().standing()).isEqualTo(Standing.GOOD));
        assertThat(carrier.subscriber(new Msisdn("+8613900000005")))
                .isInstanceOfSatisfying(
                        SubscriberAnswer.Known.class,
                        known -> assertThat(known.subscriber().standing()).isEqualTo(Standing.BARRED));
        assertThat(carrier.subscriber(new Msisdn("+8613911111111"))).isInstanceOf(SubscriberAnswer.NotOurs.class);
    }

    @Test
    void twoCarriersOfOneKindNeverMeet() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        try (CarrierRig second = new CarrierRig(other, null);
                Carrier two = second.open(kind(), settings(second.sandbox))) {
            Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
            assertThat(carrier.charge(charge)).isInstanceOf(Done.class);
            assertThat(second.counted()).isZero();
            second.sandbox.script().next("charge", Trick.of(Mischief.DECLINE), 1);
            assertThat(two.charge(charge)).isInstanceOf(Declined.class);
            assertThat(two.charge(second.charge(CarrierRig.PREPAID, 500))).isInstanceOf(Done.class);
            assertThat(rig.counted()).isEqualTo(1);
            assertThat(second.counted()).isEqualTo(1);
        }
    }

    @Test
    void aCarrierThatIsAwayWasNotSentAnything() throws IOException {
        rig.sandbox.close();
        CarrierRig.eventually(() -> carrier.charge(rig.charge(CarrierRig.PREPAID, 100)) instanceof NotSent);
    }

    /** Many at once under all tricks; afterwards the carrier's own books agree with what we were told or made sure of. */
    @Test
    void theBooksAgreeAfterAStorm() throws InterruptedException, ExecutionException, IOException {
        rig.sandbox
                .script()
                .odds(
                        List.of(
                                new Script.Odds("charge", Trick.of(Mischief.TIMEOUT_AFTER), 30_000),
                                new Script.Odds("charge", Trick.of(Mischief.TIMEOUT_BEFORE), 30_000),
                                new Script.Odds("charge", Trick.of(Mischief.TWICE), 50_000),
                                new Script.Odds("charge", Trick.of(Mischief.DROP_AFTER), 20_000),
                                new Script.Odds("charge", Trick.of(Mischief.DROP_BEFORE), 20_000),
                                new Script.Odds("charge", Trick.of(Mischief.ERROR_AFTER), 30_000),
                                new Script.Odds("charge", Trick.of(Mischief.DECLINE), 50_000)),
                        11);
        List<Charge> charges = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            charges.add(rig.charge(CarrierRig.RICH, 100 + i));
        }
        List<Future<PartnerAnswer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Carrier impatient = rig.open(kind(), settings(rig.sandbox), "timeout-ms", "2000")) {
            for (Charge charge : charges) {
                answers.add(threads.submit(() -> impatient.charge(charge)));
            }
            for (Future<PartnerAnswer> each : answers) {
                each.get();
            }
        }
        rig.sandbox.script().clear();
        long expected = 0;
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            if (answers.get(i).get() instanceof Done) {
                expected += charge.amount().minor();
            } else {
                CarrierRig.eventually(carrier::ready);
                assertThat(carrier.reverse(rig.reversal(CarrierRig.original(charge, Kind.CHARGE))))
                        .isInstanceOf(Done.class);
            }
        }
        assertThat(rig.available(CarrierRig.RICH)).isEqualTo(1_000_000_000 - expected);
        rig.sandbox.books().close();
        try (CarrierBooks again = CarrierBooks.open(directory.resolve("books"), rig.clock, Duration.ofMinutes(15))) {
            assertThat(again.account(CarrierRig.RICH).orElseThrow().availableMinor())
                    .isEqualTo(1_000_000_000 - expected);
        }
    }
}
