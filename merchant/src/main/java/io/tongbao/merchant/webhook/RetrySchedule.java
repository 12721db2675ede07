package io.tongbao.merchant.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a failed delivery is tried again: the gaps that Standard Webhooks proposes, each up to a tenth longer by chance. */
final class RetrySchedule {

    private static final List<Duration> GAPS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    private static final Duration MOST_ASKED = Duration.ofHours(24);

    private RetrySchedule() {}

    /**
     * The gap after attempt number {@code attempts}; empty when it was the last.
     *
     * @param attempts made so far, ≥ 1
     * @param retryAfter what the receiver asked for, zero for nothing; counts when longer, up to a day
     */
    static Optional<Duration> gapAfter(int attempts, Duration retryAfter, RandomGenerator random) {
        if (attempts > GAPS.size()) {
            return Optional.empty();
        }
        Duration gap = GAPS.get(attempts - 1);
        Duration jittered = gap.plusMillis(random.nextLong(gap.toMillis() / 10 + 1));
        Duration asked = retryAfter.compareTo(MOST_ASKED) > 0 ? MOST_ASKED : retryAfter;
        return Optional.of(asked.compareTo(jittered) > 0 ? asked : jittered);
    }
}
