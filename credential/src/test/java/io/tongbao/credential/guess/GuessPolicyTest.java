package io.tongbao.credential.guess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class GuessPolicyTest {

    private static final GuessPolicy SECRET = new GuessPolicy(
            5,
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(24)),
            Duration.ofHours(24));
    private static final GuessPolicy BUDGET = new GuessPolicy(4, List.of(), Duration.ofSeconds(2));
    private static final long START = 1_700_000_000_000_000L;

    @Test
    void theFifthWrongGuessLocksAndEachFurtherOneForLonger() {
        GuessState state = GuessState.NONE;
        long now = START;
        for (int i = 0; i < 5; i++) {
            assertThat(SECRET.decide(state, now)).isEqualTo(new GuessDecision.Admit());
            assertThat(SECRET.left(state, now)).isEqualTo(5 - i);
            assertThat(SECRET.locksNext(state, now)).isEqualTo(i == 4);
            state = SECRET.wrong(state, now);
        }
        for (Duration lock :
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(24))) {
            long until = now + micros(lock);
            assertThat(SECRET.decide(state, now)).isEqualTo(new GuessDecision.Refuse(until));
            assertThat(SECRET.decide(state, until - 1)).isEqualTo(new GuessDecision.Refuse(until));
            assertThat(SECRET.decide(state, until)).isEqualTo(new GuessDecision.Admit());
            now = until;
            state = SECRET.wrong(state, now);
        }
    }

    @Test
    void aDayForgivesOne() {
        GuessState state = SECRET.wrong(SECRET.wrong(GuessState.NONE, START), START + 1);
        long day = micros(Duration.ofHours(24));
        assertThat(SECRET.left(state, START + day - 1)).isEqualTo(3);
        assertThat(SECRET.left(state, START + day)).isEqualTo(4);
        assertThat(SECRET.left(state, START + 2 * day)).isEqualTo(5);
        assertThat(SECRET.left(state, START - day)).as("a clock that went back").isEqualTo(3);
    }

    @Test
    void aBudgetThrottlesAndNeverLocks() {
        GuessState state = GuessState.NONE;
        for (int i = 0; i < 4; i++) {
            state = BUDGET.wrong(state, START);
        }
        assertThat(BUDGET.decide(state, START)).isEqualTo(new GuessDecision.Refuse(START + 2_000_000));
        state = BUDGET.wrong(state, START + 2_000_000);
        assertThat(BUDGET.decide(state, START + 2_000_001)).isEqualTo(new GuessDecision.Refuse(START + 4_000_000));
    }

    @Test
    void whatWasRightIsGivenBackWithItsLock() {
        GuessState four = GuessState.NONE;
        for (int i = 0; i < 4; i++) {
            four = SECRET.wrong(four, START);
        }
        GuessState locked = SECRET.wrong(four, START + 1);
        assertThat(SECRET.giveBack(locked, START + 2)).isEqualTo(four);
    }

    @Test
    void theMostAreKnownBeforehand() {
        assertThat(SECRET.most(Duration.ofSeconds(59))).isEqualTo(5);
        assertThat(SECRET.most(Duration.ofSeconds(60))).isEqualTo(6);
        assertThat(SECRET.most(Duration.ofHours(1))).isEqualTo(8);
        // Some four hundred a year at six digits: one in 2,500.
        assertThat(SECRET.most(Duration.ofDays(365))).isBetween(365L, 380L);
        assertThat(BUDGET.most(Duration.ofSeconds(10))).isEqualTo(9);
    }

    @Test
    void whatMakesNoSenseIsNoPolicy() {
        assertThatThrownBy(() -> new GuessPolicy(0, List.of(), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GuessPolicy(5, List.of(Duration.ofHours(2)), Duration.ofHours(1)))
                .hasMessageContaining("not quicker");
    }

    /** Whatever an attacker's rhythm, and whenever right guesses of the owner are given back in between. */
    @Property(tries = 300)
    void noRhythmBringsMoreThanTheMost(
            @ForAll @IntRange(min = 1, max = 6) int free,
            @ForAll @Size(max = 4) List<@LongRange(min = 1, max = 500) Long> delays,
            @ForAll @Size(min = 1, max = 80) List<@LongRange(min = 0, max = 400_000_000) Long> pauses) {
        List<Duration> growing =
                delays.stream().sorted().map(Duration::ofSeconds).toList();
        Duration forgives =
                growing.isEmpty() ? Duration.ofSeconds(20) : growing.getLast().plusSeconds(7);
        GuessPolicy policy = new GuessPolicy(free, growing, forgives);
        GuessState state = GuessState.NONE;
        List<Long> wrong = new ArrayList<>();
        long now = START;
        for (int i = 0; i < pauses.size(); i++) {
            now += pauses.get(i);
            for (int burst = 0; burst < 8; burst++) {
                if (policy.decide(state, now) instanceof GuessDecision.Admit) {
                    GuessState counted = policy.wrong(state, now);
                    boolean right = (i + burst) % 5 == 4;
                    state = right ? policy.giveBack(counted, now) : counted;
                    if (!right) {
                        wrong.add(now);
                    }
                }
            }
        }
        assertThat((long) wrong.size()).isLessThanOrEqualTo(policy.most(Duration.ofNanos((now - START) * 1_000)));
        assertThat(mostWithin(wrong, micros(forgives))).isLessThanOrEqualTo(policy.most(forgives));
    }

    private static long mostWithin(List<Long> times, long span) {
        Deque<Long> window = new ArrayDeque<>();
        int most = 0;
        for (long time : times) {
            window.addLast(time);
            while (time - window.getFirst() > span) {
                window.removeFirst();
            }
            most = Math.max(most, window.size());
        }
        return most;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
