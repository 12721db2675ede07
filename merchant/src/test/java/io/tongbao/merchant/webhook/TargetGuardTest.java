package io.tongbao.merchant.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Mode;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetGuardTest {

    private final TargetGuard production = new TargetGuard(Mode.PRODUCTION);
    private final TargetGuard sandbox = new TargetGuard(Mode.SANDBOX);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
                "198.18.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[fc00::1]", "[fe80::1]", "[::ffff:127.0.0.1]",
                "[64:ff9b::7f00:1]", "[2002:7f00:1::]"
            })
    void productionReachesNoPrivateAddress(String host) {
        assertThat(production.check(URI.create("https://" + host + "/hook"))).isNotEmpty();
    }

    @Test
    void publicAddressesAreReachedAndTheSandboxReachesLoopback() {
        assertThat(production.check(URI.create("https://203.1.2.3/hook"))).isEmpty();
        assertThat(production.check(URI.create("https://[2400:3200::1]/hook"))).isEmpty();
        assertThat(sandbox.check(URI.create("http://127.0.0.1:9/hook"))).isEmpty();
        assertThat(sandbox.check(URI.create("http://10.0.0.1/hook"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "ftp://example.com/",
                "https:///x",
                "https://user:pw@example.com/",
                "x",
                "https://example.com/#f",
                "https://exa mple.com/",
                "file:///etc/passwd"
            })
    void productionTakesPlainHttpsOnly(String url) {
        assertThatThrownBy(() -> production.accept(url)).hasMessageContaining("webhook_url_not_allowed");
    }

    @Test
    void theScheduleIsThatOfStandardWebhooks() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(RetrySchedule.gapAfter(1, Duration.ZERO, random).orElseThrow())
                .isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
        assertThat(RetrySchedule.gapAfter(9, Duration.ZERO, random).orElseThrow())
                .isBetween(Duration.ofHours(24), Duration.ofHours(27));
        assertThat(RetrySchedule.gapAfter(10, Duration.ZERO, random)).isEmpty();
        assertThat(RetrySchedule.gapAfter(1, Duration.ofDays(9), random)).contains(Duration.ofHours(24));
    }
}
