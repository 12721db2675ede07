package io.tongbao.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PartnerRulesTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    /** Times of day in Shanghai, eight hours before UTC's. */
    @ParameterizedTest
    @CsvSource({
        "08:00-22:30, 2026-03-01T00:00:00Z, true",
        "08:00-22:30, 2026-02-28T23:59:59Z, false",
        "08:00-22:30, 2026-03-01T14:29:59Z, true",
        "08:00-22:30, 2026-03-01T14:30:00Z, false",
        "22:00-06:00, 2026-03-01T14:00:00Z, true",
        "22:00-06:00, 2026-03-01T21:59:59Z, true",
        "22:00-06:00, 2026-03-01T22:00:00Z, false",
        "00:00-00:00, 2026-03-01T12:00:00Z, true"
    })
    void opensAndClosesToTheSecond(String hours, Instant at, boolean open) {
        assertThat(OpeningHours.parse(hours, SHANGHAI).isOpen(at)).isEqualTo(open);
    }

    @ParameterizedTest
    @EnumSource(DeclineReason.class)
    void everyRefusalHasWordsForThePayer(DeclineReason reason) {
        PartnerError error = PartnerError.of(new PartnerAnswer.Declined(reason, "x"));
        assertThat(error.zh()).isNotBlank();
        assertThat(error.en()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(PartnerAnswer.Outage.class)
    void whatWasNotSentSaysSo(PartnerAnswer.Outage why) {
        assertThat(PartnerError.of(new PartnerAnswer.NotSent(why)).name()).startsWith("PARTNER_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Icbc", "1bank", "a_b", "a b", "abcdefghijklmnopqrstuvwxyzabcdefg"})
    void otherNamesAreNoPartners(String name) {
        assertThatThrownBy(() -> new PartnerId(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsNameWhatIsWrong() {
        PartnerSettings settings = new PartnerSettings(
                new PartnerId("icbc"), "http", "工商银行", "ICBC", Map.of("port", "70000", "hots", "x"));
        assertThatThrownBy(() -> settings.number("port", 1, 1, 65_535))
                .hasMessageContaining("icbc")
                .hasMessageContaining("port")
                .hasMessageContaining("65535");
        assertThatThrownBy(() -> settings.require("host")).hasMessageContaining("host");
        assertThatThrownBy(() -> settings.allowOnly(Set.of("host", "port"))).hasMessageContaining("hots");
        assertThat(settings.number("timeout-ms", 7, 1, 9)).isEqualTo(7);
    }
}
