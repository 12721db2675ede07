package io.tongbao.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.credential.TotpDevices.Enrolment;
import io.tongbao.testkit.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TotpTest {

    private final Fixture fixture = new Fixture();
    private final TotpDevices devices = new TotpDevices(
            fixture.database.dataSource(),
            fixture.vault,
            fixture.limits,
            fixture.clock,
            fixture.random,
            fixture.events::add);

    /** RFC 6238 appendix B, the last six of its eight digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130",
    })
    void theCodesOfTheStandard(long second, String code) {
        byte[] secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
        assertThat(Totp.code(secret, Totp.step(Instant.ofEpochSecond(second)))).isEqualTo(code);
    }

    @Test
    void oathtoolSaysTheSame() throws Exception {
        Peer oathtool = Peer.find("oathtool");
        SeededRandom random = SeededRandom.orElse(42);
        for (int i = 0; i < 25; i++) {
            byte[] secret = new byte[20];
            random.nextBytes(secret);
            Instant time = Instant.ofEpochSecond(random.nextLong(4_000_000_000L));
            String theirs = oathtool.run(
                    "--totp",
                    "--now=" + time.toString().replace("T", " ").replace("Z", " UTC"),
                    HexFormat.of().formatHex(secret));
            assertThat(Totp.code(secret, Totp.step(time)))
                    .as("%s at %s", random, time)
                    .isEqualTo(theirs);
        }
    }

    @Test
    void anAppIsEnrolledByItsUriAndOathtoolSignsIn() throws Exception {
        Peer oathtool = Peer.find("oathtool");
        Enrolment enrolment = devices.enrol(fixture.bob, "Tongbao 通宝", "bob@example.com");
        assertThat(enrolment.uri())
                .startsWith(
                        "otpauth://totp/Tongbao%20%E9%80%9A%E5%AE%9D:bob%40example.com?secret=" + enrolment.secret())
                .endsWith("&algorithm=SHA1&digits=6&period=30");
        assertThat(enrolment.toString()).doesNotContain(enrolment.secret());
        assertThat(devices.isEnrolled(fixture.bob)).isFalse();
        devices.confirm(fixture.bob, oathtool(oathtool, enrolment));
        assertThat(devices.isEnrolled(fixture.bob)).isTrue();
        fixture.clock.advance(Duration.ofSeconds(30));
        assertThat(check(oathtool(oathtool, enrolment)).isRight()).isTrue();
    }

    @Test
    void aStepIsAcceptedOnceAndOneStepEitherSideIs() throws Exception {
        byte[] secret = enrolled();
        long step = Totp.step(fixture.clock.instant());
        assertThat(check(Totp.code(secret, step))).as("confirmed the enrolment").isEqualTo(new GuessResult.Wrong());
        assertThat(check(Totp.code(secret, step + 1)).isRight()).isTrue();
        assertThat(check(Totp.code(secret, step + 1)).isRight()).isFalse();
        assertThat(check(Totp.code(secret, step)).isRight()).isFalse();
        fixture.clock.advance(Duration.ofSeconds(90));
        assertThat(check(Totp.code(secret, step + 1)).isRight())
                .as("two steps late")
                .isFalse();
        String code = Totp.code(secret, step + 2);
        List<Boolean> answers = Fixture.atOnce(8, () -> check(code).isRight());
        assertThat(answers).filteredOn(right -> right).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void ofManyWhoBringOneCodeAtOnceOneIsLetIn() throws Exception {
        byte[] secret = enrolled();
        fixture.clock.advance(Duration.ofMinutes(5));
        String code = Totp.code(secret, Totp.step(fixture.clock.instant()));
        List<Boolean> answers = Fixture.atOnce(5, () -> check(code).isRight());
        assertThat(answers).filteredOn(right -> right).hasSize(1);
    }

    @Test
    void aNewAppReplacesTheOldOneOnlyWhenItIsConfirmed() {
        byte[] old = enrolled();
        fixture.clock.advance(Duration.ofMinutes(5));
        Enrolment fresh = devices.enrol(fixture.bob, "Tongbao", "bob");
        assertThat(check(Totp.code(old, Totp.step(fixture.clock.instant()))).isRight())
                .isTrue();
        assertThatThrownBy(() -> devices.confirm(fixture.bob, "000000")).hasMessageStartingWith("code_wrong");
        byte[] secret = Totp.secret(fresh.secret());
        devices.confirm(fixture.bob, Totp.code(secret, Totp.step(fixture.clock.instant())));
        fixture.clock.advance(Duration.ofMinutes(5));
        assertThat(check(Totp.code(old, Totp.step(fixture.clock.instant()))).isRight())
                .isFalse();
        assertThat(check(Totp.code(secret, Totp.step(fixture.clock.instant()))).isRight())
                .isTrue();
        assertThatThrownBy(() -> devices.confirm(fixture.bob, "000000")).hasMessageStartingWith("totp_not_enrolled");
        devices.remove(fixture.bob);
        assertThat(fixture.happened()).contains(SecurityEvent.Kind.TOTP_ADDED, SecurityEvent.Kind.TOTP_REMOVED);
    }

    @Test
    void recoveryCodesAreGoodOnce() throws Exception {
        RecoveryCodes recovery = new RecoveryCodes(
                fixture.database.dataSource(),
                fixture.vault,
                fixture.limits,
                fixture.clock,
                fixture.random,
                fixture.events::add);
        List<String> codes = recovery.make(fixture.bob);
        assertThat(codes)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([A-Z2-7]{4}-){3}[A-Z2-7]{4}"));
        Attempt attempt = Fixture.from("staff:bob", "198.51.100.1");
        String spelled = codes.getFirst().toLowerCase(java.util.Locale.ROOT).replace("-", " ");
        List<Boolean> answers = Fixture.atOnce(
                4, () -> recovery.check(fixture.bob, spelled, attempt).isRight());
        assertThat(answers).filteredOn(right -> right).hasSize(1);
        assertThat(recovery.check(fixture.alice, codes.get(1), attempt).isRight())
                .isFalse();
        assertThat(recovery.left(fixture.bob)).isEqualTo(9);
        List<String> fresh = recovery.make(fixture.bob);
        assertThat(recovery.check(fixture.bob, codes.get(2), attempt).isRight()).isFalse();
        assertThat(recovery.check(fixture.bob, fresh.get(2), attempt).isRight()).isTrue();
        assertThat(fixture.happened()).contains(SecurityEvent.Kind.RECOVERY_CODE_USED);
    }

    private byte[] enrolled() {
        Enrolment enrolment = devices.enrol(fixture.bob, "Tongbao", "bob");
        byte[] secret = Totp.secret(enrolment.secret());
        devices.confirm(fixture.bob, Totp.code(secret, Totp.step(fixture.clock.instant())));
        return secret;
    }

    private GuessResult check(String code) {
        return devices.check(fixture.bob, code, Fixture.from("staff:bob", "198.51.100.1", "laptop"));
    }

    private String oathtool(Peer oathtool, Enrolment enrolment) throws Exception {
        String now = fixture.clock
                .instant()
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString();
        return oathtool.run("--totp", "-b", "--now=" + now.replace("T", " ").replace("Z", " UTC"), enrolment.secret());
    }
}
