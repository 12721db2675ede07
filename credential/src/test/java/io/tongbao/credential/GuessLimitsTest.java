package io.tongbao.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.credential.GuessLimits.Admission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GuessLimitsTest {

    private static final String TARGET = "customer:+8613800138000";

    private final Fixture fixture = new Fixture();
    private final GuessLimits limits = fixture.limits;

    @Test
    void noMoreIsJudgedThanThePolicyAllowsHoweverManyGuessAtOnceOnTwoNodes() throws Exception {
        GuessLimits other = fixture.limits();
        AtomicInteger judged = new AtomicInteger();
        AtomicInteger turn = new AtomicInteger();
        List<GuessResult> answers = Fixture.atOnce(48, () -> {
            int me = turn.incrementAndGet();
            GuessLimits node = me % 2 == 0 ? limits : other;
            return node.judge(GuessKind.PIN, Fixture.from(TARGET, "203.0.113." + me % 7), fixture.alice, () -> {
                judged.incrementAndGet();
                return false;
            });
        });
        assertThat(judged).hasValue(5);
        assertThat(answers).filteredOn(GuessResult.Wrong.class::isInstance).hasSize(5);
        assertThat(answers).filteredOn(GuessResult.Later.class::isInstance).hasSize(43);
        assertThat(fixture.happened()).containsExactly(SecurityEvent.Kind.LOCKED);
    }

    @Test
    void rightGuessesAtOnceAreNotCounted() throws Exception {
        right(Fixture.from(TARGET, "198.51.100.1", "device-1"));
        List<GuessResult> answers = Fixture.atOnce(
                5,
                () -> limits.judge(
                        GuessKind.PASSWORD,
                        Fixture.from(TARGET, "198.51.100.1", "device-1"),
                        fixture.alice,
                        () -> true));
        assertThat(answers).allMatch(GuessResult::isRight);
        for (int i = 0; i < 20; i++) {
            assertThat(right(Fixture.from(TARGET, "198.51.100.1", "device-1")).isRight())
                    .isTrue();
        }
    }

    @Test
    void sabotageLetsEverythingThrough() throws Exception {
        GuessLimits sabotaged = GuessLimits.sabotaged(fixture.database.dataSource(), fixture.vault, fixture.clock);
        AtomicInteger judged = new AtomicInteger();
        Fixture.atOnce(
                24,
                () -> sabotaged.judge(GuessKind.PIN, Fixture.from(TARGET, "203.0.113.1"), null, () -> {
                    judged.incrementAndGet();
                    return false;
                }));
        assertThat(judged).hasValue(24);
    }

    @Test
    void aStrangerLocksStrangersOutAndNeverAKnownPlace() {
        Attempt phone = Fixture.from(TARGET, "198.51.100.1", "my phone's cookie");
        assertThat(right(phone)).isEqualTo(new GuessResult.Right(true));
        for (int i = 0; i < 100; i++) {
            wrong(Fixture.from(TARGET, "203.0.113." + i));
        }
        assertThat(right(Fixture.from(TARGET, "192.0.2.7"))).isInstanceOf(GuessResult.Later.class);
        // The device is known wherever it is, and the place is known without the device.
        assertThat(right(Fixture.from(TARGET, "192.0.2.8", "my phone's cookie")))
                .isEqualTo(new GuessResult.Right(false));
        assertThat(right(Fixture.from(TARGET, "198.51.100.1"))).isEqualTo(new GuessResult.Right(false));
        assertThat(wrong(phone)).isEqualTo(new GuessResult.Wrong());
    }

    @Test
    void whoStoleThePasswordIsAStrangerToTheSecondFactor() {
        int judged = 0;
        for (int i = 0; i < 30; i++) {
            Attempt thief = Fixture.from(TARGET, "203.0.113." + i, "thief " + i);
            assertThat(right(thief).isRight()).isTrue();
            judged += limits.judge(GuessKind.TOTP, thief, fixture.alice, () -> false) instanceof GuessResult.Wrong
                    ? 1
                    : 0;
        }
        assertThat(judged).isEqualTo(5);
    }

    @Test
    void aKnownPlaceLocksItselfAndNobodyElse() {
        Attempt phone = Fixture.from(TARGET, "198.51.100.1", "phone");
        Attempt laptop = Fixture.from(TARGET, "198.51.100.2", "laptop");
        right(phone);
        right(laptop);
        for (int i = 0; i < 5; i++) {
            assertThat(wrong(phone)).isEqualTo(new GuessResult.Wrong());
        }
        assertThat(right(phone)).isEqualTo(new GuessResult.Later(Duration.ofMinutes(1)));
        assertThat(right(laptop).isRight()).isTrue();
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(wrong(phone)).isEqualTo(new GuessResult.Wrong());
        assertThat(right(phone)).isEqualTo(new GuessResult.Later(Duration.ofMinutes(5)));
        fixture.clock.advance(Duration.ofMinutes(5));
        assertThat(right(phone).isRight()).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(wrong(phone)).isEqualTo(new GuessResult.Wrong());
        }
        assertThat(right(phone).isRight()).as("a right one forgets").isTrue();
    }

    @Test
    void anotherProofUnlocksAndMakesThePlaceKnown() {
        Attempt fresh = Fixture.from(TARGET, "192.0.2.7", "new phone");
        for (int i = 0; i < 20; i++) {
            wrong(Fixture.from(TARGET, "203.0.113.1"));
        }
        assertThat(right(fresh)).isInstanceOf(GuessResult.Later.class);
        fixture.events.clear();
        limits.vouch(fresh, fixture.alice);
        assertThat(fixture.happened()).containsExactly(SecurityEvent.Kind.UNLOCKED);
        assertThat(right(fresh)).isEqualTo(new GuessResult.Right(false));
    }

    @Test
    void oneSourceThatTriesManyPeopleIsStopped() {
        int judged = 0;
        for (int i = 0; i < 60; i++) {
            judged +=
                    wrong(Fixture.from("customer:+86138001380" + (10 + i), "203.0.113.9")) instanceof GuessResult.Wrong
                            ? 1
                            : 0;
        }
        assertThat(judged).isEqualTo(30);
        assertThat(limits.suspicion(GuessKind.PASSWORD, Fixture.from("customer:+8613900000000", "203.0.113.9")))
                .isEqualTo(30);
        assertThat(limits.suspicion(GuessKind.PASSWORD, Fixture.from("customer:+8613900000000", "203.0.113.10")))
                .isZero();
    }

    @Test
    void manySourcesTogetherAreThrottledAndKnownPlacesAreNot() {
        Attempt home = Fixture.from(TARGET, "198.51.100.1");
        right(home);
        int judged = 0;
        for (int i = 0; i < 2_000; i++) {
            judged += wrong(Fixture.from("customer:" + i, "198.18." + i / 250 + "." + i % 250))
                            instanceof GuessResult.Wrong
                    ? 1
                    : 0;
        }
        assertThat(judged).isBetween(900, 16 * 60);
        assertThat(right(home).isRight()).isTrue();
    }

    @Test
    void aGuessWhoseJudgeFailsStaysCounted() {
        for (int i = 0; i < 5; i++) {
            assertThat(limits.admit(GuessKind.TOTP, Fixture.from(TARGET, "203.0.113.1")))
                    .isInstanceOf(Admission.Admitted.class);
        }
        assertThat(limits.admit(GuessKind.TOTP, Fixture.from(TARGET, "203.0.113.1")))
                .isEqualTo(new Admission.Refused(Duration.ofMinutes(1)));
        assertThat(limits.admit(GuessKind.PASSWORD, Fixture.from(TARGET, "203.0.113.1")))
                .as("kinds are counted apart")
                .isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void nothingInTheDatabaseTellsWhoWasTried() {
        wrong(Fixture.from(TARGET, "203.0.113.1", "device-secret"));
        right(Fixture.from(TARGET, "203.0.113.1", "device-secret"));
        fixture.clock.advance(Duration.ofDays(400));
        assertThat(limits.purge()).isPositive();
        assertThat(right(Fixture.from(TARGET, "203.0.113.1", "device-secret")))
                .as("places are forgotten after 90 days")
                .isEqualTo(new GuessResult.Right(true));
    }

    private GuessResult wrong(Attempt attempt) {
        return limits.judge(GuessKind.PASSWORD, attempt, fixture.alice, () -> false);
    }

    private GuessResult right(Attempt attempt) {
        return limits.judge(GuessKind.PASSWORD, attempt, fixture.alice, () -> true);
    }
}
