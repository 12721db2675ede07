package io.tongbao.customer;

import static io.tongbao.customer.CustomerStage.attempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.credential.AccessChannel;
import io.tongbao.credential.Attempt;
import io.tongbao.credential.CredentialError;
import io.tongbao.credential.ProofOfWork;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.customer.notice.Notices;
import io.tongbao.customer.registration.Register;
import io.tongbao.customer.registration.Registration;
import io.tongbao.customer.registration.Registration.State;
import io.tongbao.customer.registration.Terms;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a phone number to a customer. */
class RegistrationStoryTest {

    private final CustomerStage stage = new CustomerStage();

    @AfterEach
    void stop() {
        stage.close();
    }

    private Registration start(Msisdn number, Language language) {
        return stage.register.start(new Register.StartCommand(number, language, attempt(number.e164()), null));
    }

    private Registration proven(Msisdn number, Language language) {
        Registration started = start(number, language);
        return stage.register.proveNumber(started.id(), stage.code(number), attempt(number.e164()));
    }

    @ParameterizedTest
    @CsvSource({"ZH, 注册验证码, 已开通", "EN, registration code, is open"})
    void aNumberBecomesACustomer(Language language, String codeText, String welcome) {
        Msisdn number = Msisdn.parse("138 0013 8009").orElseThrow();
        Registration started = start(number, language);
        assertThat(started.state()).isEqualTo(State.STARTED);
        assertThat(stage.textsTo(number).getFirst()).contains(codeText);
        refused(() -> stage.register.acceptTerms(started.id(), Terms.CURRENT), CustomerError.REGISTRATION_STEP);
        refused(
                () -> stage.register.proveNumber(started.id(), "000000", attempt(number.e164())),
                CredentialError.WRONG_CREDENTIAL);
        // Resumed by its id, on any node.
        assertThat(stage.register.find(started.id()).state()).isEqualTo(State.STARTED);
        Registration proven = stage.register.proveNumber(started.id(), stage.code(number), attempt(number.e164()));
        assertThat(proven.state().next()).isEqualTo("accept_terms");
        refused(() -> finish(proven, "李雷", "258036"), CustomerError.REGISTRATION_STEP);
        refused(() -> stage.register.acceptTerms(started.id(), "2019-01"), CustomerError.TERMS_OUTDATED);
        assertThat(stage.register.acceptTerms(started.id(), Terms.CURRENT).state())
                .isEqualTo(State.TERMS_ACCEPTED);
        refused(() -> finish(proven, "李雷", "123456"), CustomerError.PIN_RUN);
        refused(() -> finish(proven, "李雷", "138009"), CustomerError.PIN_PHONE_NUMBER);
        Customer customer = finish(proven, "李雷", "258036");
        assertThat(finish(proven, "李雷", "258036")).isEqualTo(customer);
        assertThat(customer.language()).isEqualTo(language);
        assertThat(customer.limited()).isTrue();
        assertThat(stage.textsTo(number).getLast()).contains(welcome);
        assertThat(stage.desk.notices().of(customer.id(), 10))
                .extracting(Notices.Notice::kind)
                .containsExactly(NoticeKind.REGISTERED);
        assertThat(stage.jdbc
                        .sql("SELECT version FROM customer.consent WHERE customer_id = ?")
                        .param(customer.id())
                        .query(String.class)
                        .single())
                .isEqualTo(Terms.CURRENT);
    }

    @Test
    void aKnownNumberGetsTheSameAnswersAndAnotherText() {
        Customer known = stage.customer("李雷");
        Msisdn unknown = stage.number();
        for (Msisdn number : List.of(known.msisdn(), unknown)) {
            Registration started = start(number, Language.ZH);
            assertThat(started.state()).isEqualTo(State.STARTED);
            assertThat(started.codeId()).isNotNull();
            for (int i = 0; i < 5; i++) {
                refused(
                        () -> stage.register.proveNumber(started.id(), "000000", attempt(number.e164())),
                        CredentialError.WRONG_CREDENTIAL);
            }
            refused(
                    () -> stage.register.proveNumber(started.id(), "000000", attempt(number.e164())),
                    CredentialError.CODE_EXPIRED);
            refused(() -> start(number, Language.ZH), CredentialError.TRY_LATER);
        }
        assertThat(stage.textsTo(known.msisdn())).isEmpty();
        stage.desk.notices().send(100);
        assertThat(stage.textsTo(known.msisdn())).singleElement().asString().contains("您已有账户");
        assertThat(stage.textsTo(unknown)).singleElement().asString().contains("验证码");
    }

    @Test
    void manyAttemptsFromOnePlaceNeedWork() {
        Attempt[] last = new Attempt[1];
        for (int i = 0; i < 3; i++) {
            Msisdn number = stage.number();
            last[0] = new Attempt(number.e164(), AccessChannel.WEB, "198.51.100.9", null);
            stage.register.start(new Register.StartCommand(number, Language.EN, last[0], null));
        }
        Msisdn number = stage.number();
        Attempt attempt = new Attempt(number.e164(), AccessChannel.WEB, "198.51.100.9", null);
        refused(
                () -> stage.register.start(new Register.StartCommand(number, Language.EN, attempt, null)),
                CredentialError.PROOF_OF_WORK_NEEDED);
        ProofOfWork.Puzzle puzzle = stage.register.puzzle(number, attempt).orElseThrow();
        Register.Solved solved = new Register.Solved(puzzle.challenge(), ProofOfWork.solve(puzzle));
        assertThat(stage.register
                        .start(new Register.StartCommand(number, Language.EN, attempt, solved))
                        .state())
                .isEqualTo(State.STARTED);
        stage.clock.advance(Duration.ofMinutes(2));
        refused(
                () -> stage.register.start(new Register.StartCommand(number, Language.EN, attempt, solved)),
                CredentialError.PROOF_OF_WORK_REFUSED);
    }

    @Test
    void theSameNumberTwiceAtOnceIsOneCustomer() throws InterruptedException {
        Msisdn number = stage.number();
        List<Registration> ready = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Registration proven = proven(number, Language.ZH);
            ready.add(stage.register.acceptTerms(proven.id(), Terms.CURRENT));
            stage.clock.advance(Duration.ofMinutes(6));
        }
        int made = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Customer>> racing = new ArrayList<>();
            for (Registration each : ready) {
                racing.add(threads.submit(() -> finish(each, "李雷", "258036")));
            }
            for (Future<Customer> each : racing) {
                try {
                    each.get();
                    made++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOfSatisfying(Refused.class, r -> assertThat(r.code())
                            .isEqualTo(CustomerError.MSISDN_ALREADY_REGISTERED));
                }
            }
        }
        assertThat(made).isEqualTo(1);
        assertThat(stage.jdbc
                        .sql("SELECT count(*) FROM customer.customer")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aRegistrationEndsAfterADay() {
        Registration started = start(stage.number(), Language.ZH);
        stage.clock.advance(Duration.ofHours(25));
        refused(() -> stage.register.find(started.id()), CustomerError.REGISTRATION_NOT_FOUND);
        assertThat(stage.register.purge()).isEqualTo(1);
    }

    private Customer finish(Registration registration, String name, String digits) {
        try (Pin pin = Pin.of(digits)) {
            return stage.register.finish(registration.id(), name, pin);
        }
    }

    static void refused(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
