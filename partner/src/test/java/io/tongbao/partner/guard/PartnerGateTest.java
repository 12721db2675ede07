package io.tongbao.partner.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Done;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.NotSent;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.PartnerAnswer.Unknown;
import io.tongbao.partner.PartnerId;
import io.tongbao.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PartnerGateTest {

    private static final PartnerId HANGING = new PartnerId("hanging");
    private static final PartnerId WELL = new PartnerId("well");
    private static final int ROOM = 8;
    private static final Done YES = new Done(null);

    private final FakeClock clock = new FakeClock();
    private final Set<PartnerId> off = new HashSet<>();
    private final PartnerGate gate = new PartnerGate(clock, new Switches() {
        @Override
        public boolean on(PartnerId partner) {
            return !off.contains(partner);
        }

        @Override
        public int weight(PartnerId partner) {
            return 100;
        }
    });

    @BeforeEach
    void admit() {
        gate.admit(HANGING, Duration.ofMinutes(2), ROOM, () -> true);
        gate.admit(WELL, Duration.ofMinutes(2), ROOM, () -> true);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void aPartnerThatHangsFillsItsOwnRoomAndNobodyElses() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(ROOM);
        CountDownLatch released = new CountDownLatch(1);
        List<CompletableFuture<PartnerAnswer>> hanging = new ArrayList<>();
        for (int i = 0; i < ROOM; i++) {
            hanging.add(CompletableFuture.supplyAsync(
                    () -> gate.call(HANGING, () -> {
                        begun.countDown();
                        await(released);
                        return YES;
                    }),
                    task -> Thread.ofVirtual().start(task)));
        }
        begun.await();
        assertThat(gate.call(HANGING, PartnerGateTest::never)).isEqualTo(new NotSent(Outage.TOO_MANY_CALLS));
        assertThat(gate.open(HANGING)).isFalse();
        assertThat(gate.open(WELL)).isTrue();
        for (int i = 0; i < 10 * ROOM; i++) {
            assertThat(gate.call(WELL, () -> YES)).isEqualTo(YES);
        }
        // Its own doubts are resolved meanwhile: inquiries have a room apart.
        assertThat(gate.inquire(HANGING, InquiryAnswer.NotFound::new)).isEqualTo(new InquiryAnswer.NotFound());
        released.countDown();
        hanging.forEach(answer -> assertThat(answer.join()).isEqualTo(YES));
        assertThat(gate.call(HANGING, () -> YES)).isEqualTo(YES);
    }

    @Test
    void silenceOpensTheBreakerAndOneAnsweredTrialAfterAnotherClosesIt() {
        for (int i = 0; i < Fuse.LEAST; i++) {
            gate.call(WELL, () -> new Unknown(Doubt.TIMED_OUT));
        }
        assertThat(gate.call(WELL, PartnerGateTest::never)).isEqualTo(new NotSent(Outage.BREAKER_OPEN));
        // What is under way is still brought to its end.
        assertThat(gate.recover(WELL, () -> YES)).isEqualTo(YES);
        clock.advance(Fuse.PAUSE);
        for (int i = 0; i < Fuse.TRIALS; i++) {
            assertThat(gate.call(WELL, () -> YES)).isEqualTo(YES);
        }
        assertThat(gate.health())
                .filteredOn(health -> health.partner().equals(WELL))
                .singleElement()
                .satisfies(health -> assertThat(health.breaker()).isEqualTo("closed"))
                .satisfies(health -> assertThat(health.outcomes())
                        .containsEntry("unknown", (long) Fuse.LEAST)
                        .containsEntry("done", (long) Fuse.TRIALS));
    }

    @Test
    void aTrialWithoutAnswerOpensItAgain() {
        for (int i = 0; i < Fuse.LEAST; i++) {
            gate.call(WELL, () -> new Unknown(Doubt.TIMED_OUT));
        }
        clock.advance(Fuse.PAUSE);
        gate.call(WELL, () -> new Unknown(Doubt.TIMED_OUT));
        assertThat(gate.call(WELL, PartnerGateTest::never)).isEqualTo(new NotSent(Outage.BREAKER_OPEN));
    }

    @Test
    void refusalsAreAnswersAndOpenNothing() {
        for (int i = 0; i < 4 * Fuse.WINDOW; i++) {
            gate.call(WELL, () -> new PartnerAnswer.Declined(DeclineReason.INSUFFICIENT_FUNDS, "51"));
        }
        assertThat(gate.open(WELL)).isTrue();
    }

    @Test
    void whatStaffSwitchedOffGetsNoNewBusinessAndIsStillAsked() {
        off.add(WELL);
        assertThat(gate.call(WELL, PartnerGateTest::never)).isEqualTo(new NotSent(Outage.SWITCHED_OFF));
        assertThat(gate.recover(WELL, () -> YES)).isEqualTo(YES);
        off.clear();
        assertThat(gate.call(WELL, () -> YES)).isEqualTo(YES);
    }

    @Test
    void anAdapterThatThrowsLeavesDoubt() {
        assertThat(gate.call(WELL, () -> {
                    throw new IllegalStateException("a fault of the adapter");
                }))
                .isEqualTo(new Unknown(Doubt.PARTNER_ERROR));
    }

    @Test
    void partnersAreFoundByName() {
        assertThat(gate.find("well")).contains(WELL);
        assertThat(gate.find("nobody")).isEmpty();
        assertThat(gate.call(new PartnerId("nobody"), PartnerGateTest::never))
                .isEqualTo(new NotSent(Outage.SWITCHED_OFF));
    }

    private static PartnerAnswer never() {
        throw new AssertionError("must not be called");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
