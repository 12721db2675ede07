package io.tongbao.credential;

import io.tongbao.credential.guess.GuessPolicy;
import io.tongbao.credential.guess.KindPolicy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which policy judges which kind of secret. */
public record GuessPolicies(Map<GuessKind, KindPolicy> byKind) {

    /** For the fifth wrong secret in a row, the sixth, and so on. */
    public static final List<Duration> GROWING =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(24));

    /** One person's secret: five wrong ones, then locks of a minute to a day; one is forgiven each day. */
    public static final GuessPolicy SECRET = new GuessPolicy(5, GROWING, Duration.ofHours(24));

    private static final GuessPolicy ALL_CHANNELS = new GuessPolicy(10, GROWING, Duration.ofHours(24));

    /** Many people may be behind one address, so one address gets more. */
    private static final GuessPolicy SOURCE = new GuessPolicy(
            30, List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15)), Duration.ofMinutes(15));

    /** 960 at once and 8 each second over all targets. */
    private static final GuessPolicy SHARED = new GuessPolicy(60, List.of(), Duration.ofSeconds(2));

    /** A one-time code has five tries of its own; here is what all codes of a number have together. */
    private static final GuessPolicy CODE = new GuessPolicy(
            15,
            List.of(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(6)),
            Duration.ofHours(6));

    private static final GuessPolicy REQUEST = new GuessPolicy(
            1,
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofHours(1)),
            Duration.ofHours(1));

    /** What is in force unless an operator decides otherwise. */
    public static final GuessPolicies DEFAULT = new GuessPolicies(defaults());

    public GuessPolicies {
        byKind = Map.copyOf(byKind);
        if (byKind.size() != GuessKind.values().length) {
            throw new IllegalArgumentException("every kind of guess has a policy");
        }
    }

    public KindPolicy of(GuessKind kind) {
        KindPolicy policy = byKind.get(kind);
        if (policy == null) {
            throw new IllegalStateException("every kind of guess has a policy");
        }
        return policy;
    }

    private static Map<GuessKind, KindPolicy> defaults() {
        Map<GuessKind, KindPolicy> policies = new EnumMap<>(GuessKind.class);
        for (GuessKind kind : GuessKind.values()) {
            policies.put(
                    kind,
                    switch (kind) {
                        case CODE_REQUEST -> new KindPolicy(REQUEST, REQUEST, REQUEST, SOURCE, SHARED);
                        case CODE -> new KindPolicy(CODE, CODE, CODE, SOURCE, SHARED);
                        case PASSWORD, TOTP, RECOVERY_CODE, PIN ->
                            new KindPolicy(SECRET, SECRET, ALL_CHANNELS, SOURCE, SHARED);
                    });
        }
        return policies;
    }
}
