package io.tongbao.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.credential.OneTimeCodes.Issued;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.kernel.TextMessage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

final class OneTimeCodesTest {

    private static final Msisdn NUMBER = new Msisdn("+8613800138000");
    private static final byte[] TEA = new Approval("payment", Money.of(1_230, Currency.CNY), "茶馆", "pay_1").digest();
    private static final byte[] TEA_AND_CAKE =
            new Approval("payment", Money.of(1_231, Currency.CNY), "茶馆", "pay_1").digest();

    private final Fixture fixture = new Fixture();
    private final List<TextMessage> sent = new CopyOnWriteArrayList<>();
    private final OneTimeCodes codes = codes();

    private OneTimeCodes codes() {
        return new OneTimeCodes(
                fixture.database.dataSource(),
                fixture.vault,
                fixture.limits,
                fixture.clock,
                fixture.ids,
                fixture.random,
                sent::add,
                Runnable::run);
    }

    @Test
    void aCodeIsGoodOnceForWhatItApproves() {
        Issued issued = issue(CodePurpose.APPROVE_PAYMENT, TEA, false);
        String code = lastCode();
        assertThat(sent.getLast().text()).isEqualTo("验证码 " + code + "，用于付款 12.30 元。");
        assertThat(check(issued, CodePurpose.APPROVE_PAYMENT, TEA_AND_CAKE, code))
                .isEqualTo(new GuessResult.Wrong());
        assertThatThrownBy(() -> check(issued, CodePurpose.SIGN_IN, TEA, code)).hasMessageStartingWith("code_expired");
        assertThat(codes.check(new CheckCode(
                        issued.id(), CodePurpose.APPROVE_PAYMENT, "customer:other", TEA, code, attempt(), null)))
                .as("another holder")
                .isEqualTo(new GuessResult.Wrong());
        assertThat(check(issued, CodePurpose.APPROVE_PAYMENT, TEA, code).isRight())
                .isTrue();
        assertThatThrownBy(() -> check(issued, CodePurpose.APPROVE_PAYMENT, TEA, code))
                .hasMessageStartingWith("code_expired");
    }

    @Test
    void fiveTriesAndNoMoreHoweverManyAtOnce() throws Exception {
        Issued issued = issue(CodePurpose.SIGN_IN, new byte[0], false);
        String wrong = lastCode().equals("000000") ? "000001" : "000000";
        List<String> answers = Fixture.atOnce(16, () -> outcome(issued, wrong));
        assertThat(answers).isSubsetOf("Wrong", "code_expired", "Later");
        assertThat(answers).filteredOn("Wrong"::equals).hasSize(5);
        assertThat(JdbcClient.create(fixture.database.dataSource())
                        .sql("SELECT tries FROM credential.one_time_code")
                        .query(Integer.class)
                        .single())
                .isEqualTo(5);
        assertThat(outcome(issued, lastCode())).isEqualTo("code_expired");
    }

    @Test
    void ofManyWhoBringTheRightCodeAtOnceOneIsLetIn() throws Exception {
        Issued issued = issue(CodePurpose.SIGN_IN, new byte[0], false);
        String code = lastCode();
        assertThat(Fixture.atOnce(5, () -> outcome(issued, code)))
                .filteredOn("Right"::equals)
                .hasSize(1);
    }

    @Test
    void aCodeEndsInTime() {
        Issued issued = issue(CodePurpose.SIGN_IN, new byte[0], false);
        fixture.clock.advance(Duration.ofMinutes(5));
        assertThat(outcome(issued, lastCode())).isEqualTo("code_expired");
        assertThat(outcome(new Issued(new UUID(9, 9), issued.expiresAt()), "123456"))
                .isEqualTo("code_expired");
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(codes.purge()).isEqualTo(1);
    }

    @Test
    void askingAgainIsLetThroughAfterGrowingDelaysForNumbersThatAreNobodysToo() {
        for (boolean decoy : List.of(false, true)) {
            Duration[] waits = {
                Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(15)
            };
            if (decoy) {
                fixture.clock.advance(Duration.ofDays(2));
            }
            issue(CodePurpose.SIGN_IN, new byte[0], decoy);
            for (Duration wait : waits) {
                assertThatThrownBy(() -> issue(CodePurpose.SIGN_IN, new byte[0], decoy))
                        .isInstanceOf(Refused.class)
                        .hasMessage("try_later: retry after " + wait.toSeconds() + " s");
                fixture.clock.advance(wait);
                issue(CodePurpose.SIGN_IN, new byte[0], decoy);
            }
        }
        assertThat(sent).hasSize(5);
    }

    @Test
    void aDecoyHasNoRightCodeAndLooksLikeACode() {
        Issued decoy = issue(CodePurpose.SIGN_IN, new byte[0], true);
        assertThat(decoy.expiresAt())
                .isEqualTo(fixture.clock.instant().plusSeconds(300).truncatedTo(java.time.temporal.ChronoUnit.MICROS));
        for (int i = 0; i < 5; i++) {
            assertThat(outcome(decoy, "12345" + i)).isEqualTo("Wrong");
        }
        assertThat(outcome(decoy, "123459")).isEqualTo("code_expired");
        assertThat(sent).isEmpty();
    }

    @Test
    void aSenderThatRefusesIsNotShown() {
        OneTimeCodes failing = new OneTimeCodes(
                fixture.database.dataSource(),
                fixture.vault,
                fixture.limits,
                fixture.clock,
                fixture.ids,
                fixture.random,
                message -> {
                    throw new Refused(RequestError.OVERLOADED);
                },
                Runnable::run);
        assertThat(failing.issue(command(CodePurpose.SIGN_IN, new byte[0], false))
                        .id())
                .isNotNull();
    }

    @Test
    void noCodeIsStoredOrPrinted() {
        Issued issued = issue(CodePurpose.SIGN_IN, new byte[0], false);
        String row = JdbcClient.create(fixture.database.dataSource())
                .sql("SELECT one_time_code::text FROM credential.one_time_code")
                .query(String.class)
                .single();
        assertThat(row).doesNotContain(lastCode());
        assertThat(new CheckCode(issued.id(), CodePurpose.SIGN_IN, "x", TEA, lastCode(), attempt(), null).toString())
                .doesNotContain(lastCode());
        assertThat(sent.getLast().toString()).doesNotContain(lastCode());
    }

    private Issued issue(CodePurpose purpose, byte[] boundTo, boolean decoy) {
        return codes.issue(command(purpose, boundTo, decoy));
    }

    private IssueCode command(CodePurpose purpose, byte[] boundTo, boolean decoy) {
        return new IssueCode(
                purpose,
                NUMBER,
                fixture.alice.word(),
                boundTo,
                code -> "验证码 " + code + "，用于付款 12.30 元。",
                Duration.ofMinutes(5),
                attempt(),
                decoy);
    }

    private GuessResult check(Issued issued, CodePurpose purpose, byte[] boundTo, String code) {
        return codes.check(
                new CheckCode(issued.id(), purpose, fixture.alice.word(), boundTo, code, attempt(), fixture.alice));
    }

    private String outcome(Issued issued, String code) {
        try {
            return check(issued, CodePurpose.SIGN_IN, new byte[0], code)
                    .getClass()
                    .getSimpleName();
        } catch (Refused e) {
            return e.code().code();
        }
    }

    private String lastCode() {
        return sent.getLast().text().replaceAll("\\D*(\\d{6}).*", "$1");
    }

    private static Attempt attempt() {
        return Fixture.from("customer:" + NUMBER.e164(), "198.51.100.1");
    }
}
