package io.tongbao.payment;

import static io.tongbao.payment.PurchaseStoryTest.refused;
import static io.tongbao.payment.PurchaseStoryTest.rejected;
import static io.tongbao.payment.Stage.cny;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.kernel.Refused;
import io.tongbao.payment.state.PaymentState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Small payments without asking, within caps that hold under races. */
class AgreementStoryTest {

    private final Stage stage = new Stage();

    @AfterEach
    void conserved() {
        stage.assertConserved();
        stage.close();
    }

    private Outcome<Payment> pay(Agreement agreement, long minor) {
        return new PayByAgreement(stage.desk).execute(stage.byAgreement(agreement, minor), PlainAnswers.PAYMENT);
    }

    @Test
    void exactlyTheCapPassesAndOneMoreDoesNot() {
        Customer li = stage.customer("李雷", 100_000);
        Agreement agreement = stage.agreement(li, 1_000, 2_500);
        Outcome<Payment> first = pay(agreement, 1_000);
        assertThat(first.required().state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(first.required().method()).isEqualTo(ProofMethod.AGREEMENT);
        assertThat(first.required().version()).isEqualTo(1);
        refused(pay(agreement, 1_001), PaymentError.PER_PAYMENT_CAP_EXCEEDED);
        assertThat(pay(agreement, 1_000).succeeded()).isTrue();
        Outcome<Payment> over = pay(agreement, 501);
        refused(over, PaymentError.DAILY_CAP_EXCEEDED);
        assertThat(stage.now(over.required()).state()).isEqualTo(PaymentState.FAILED);
        assertThat(stage.now(over.required()).failure()).isEqualTo("daily_cap_exceeded");
        assertThat(stage.events(over.required().id())).containsExactly("payment.failed");
        assertThat(pay(agreement, 500).succeeded()).isTrue();
        refused(pay(agreement, 1), PaymentError.DAILY_CAP_EXCEEDED);
        assertThat(stage.available(li)).isEqualTo(97_500);
        assertThat(stage.events(first.required().id())).containsExactly("payment.succeeded");
    }

    @Test
    void theDayBeginsInShanghai() {
        stage.clock.set(Instant.parse("2026-03-02T15:59:59Z"));
        Customer li = stage.customer("李雷", 100_000);
        Agreement agreement = stage.agreement(li, 1_000, 1_000);
        assertThat(pay(agreement, 1_000).succeeded()).isTrue();
        refused(pay(agreement, 1), PaymentError.DAILY_CAP_EXCEEDED);
        stage.clock.set(Instant.parse("2026-03-02T16:00:00Z"));
        assertThat(pay(agreement, 1_000).succeeded()).isTrue();
        refused(pay(agreement, 1), PaymentError.DAILY_CAP_EXCEEDED);
    }

    @Test
    void manyRacingForTheLastOfTheCap() throws InterruptedException, ExecutionException {
        Customer li = stage.customer("李雷", 100_000);
        Agreement agreement = stage.agreement(li, 100, 1_000);
        List<Future<Outcome<Payment>>> racing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                racing.add(threads.submit(() -> pay(agreement, 100)));
            }
        }
        int succeeded = 0;
        for (Future<Outcome<Payment>> one : racing) {
            if (one.get().succeeded()) {
                succeeded++;
            } else {
                refused(one.get(), PaymentError.DAILY_CAP_EXCEEDED);
            }
        }
        assertThat(succeeded).isEqualTo(10);
        assertThat(stage.available(li)).isEqualTo(99_000);
        assertThat(stage.queries
                        .agreement(Party.PLATFORM, agreement.id())
                        .orElseThrow()
                        .spentMinor())
                .isEqualTo(1_000);
    }

    @Test
    void oneRequestFromManyThreadsIsOnePayment() throws InterruptedException, ExecutionException {
        Customer li = stage.customer("李雷", 100_000);
        Agreement agreement = stage.agreement(li, 100, 1_000);
        AgreementPaymentCommand command = stage.byAgreement(agreement, 100);
        List<Future<Outcome<Payment>>> racing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                racing.add(threads.submit(() -> new PayByAgreement(stage.desk).execute(command, PlainAnswers.PAYMENT)));
            }
        }
        int replayed = 0;
        byte[] answer = racing.getFirst().get().answer().body();
        for (Future<Outcome<Payment>> one : racing) {
            assertThat(one.get().answer().body()).isEqualTo(answer);
            replayed += one.get().replayed() ? 1 : 0;
        }
        assertThat(replayed).isEqualTo(19);
        assertThat(stage.available(li)).isEqualTo(99_900);
    }

    @Test
    void oneReferenceUnderManyKeysIsOnePayment() throws InterruptedException, ExecutionException {
        Customer li = stage.customer("李雷", 100_000);
        Agreement agreement = stage.agreement(li, 100, 10_000);
        List<Future<Boolean>> racing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                AgreementPaymentCommand command = new AgreementPaymentCommand(
                        stage.key(), agreement.id(), stage.shop, stage.shopAccount, "one", cny(100), "bus", 0);
                racing.add(threads.submit(() -> {
                    try {
                        return new PayByAgreement(stage.desk)
                                .execute(command, PlainAnswers.PAYMENT)
                                .succeeded();
                    } catch (Refused e) {
                        assertThat(e.code()).isEqualTo(PaymentError.REFERENCE_ALREADY_USED);
                        return false;
                    }
                }));
            }
        }
        int succeeded = 0;
        for (Future<Boolean> one : racing) {
            succeeded += one.get() ? 1 : 0;
        }
        assertThat(succeeded).isEqualTo(1);
        assertThat(stage.available(li)).isEqualTo(99_900);
    }

    @Test
    void anEndedAgreementPaysNothing() {
        Customer li = stage.customer("李雷", 100_000);
        Agreement agreement = stage.agreement(li, 1_000, 2_500);
        EndAgreement end = new EndAgreement(stage.desk);
        rejected(
                () -> end.execute(
                        new EndAgreementCommand(stage.key(), agreement.id(), new Party.Customer(UUID.randomUUID())),
                        PlainAnswers.AGREEMENT),
                PaymentError.AGREEMENT_NOT_FOUND);
        EndAgreementCommand command = new EndAgreementCommand(stage.key(), agreement.id(), new Party.Customer(li.id()));
        assertThat(end.execute(command, PlainAnswers.AGREEMENT).required().status())
                .isEqualTo(AgreementStatus.ENDED);
        refused(pay(agreement, 1), PaymentError.AGREEMENT_ENDED);
        assertThat(stage.available(li)).isEqualTo(100_000);
        assertThat(stage.queries.agreements(li.id()))
                .extracting(Agreement::status)
                .containsExactly(AgreementStatus.ENDED);
    }

    @Test
    void anAgreementNeedsTheCustomersProof() {
        Customer li = stage.customer("李雷", 100);
        Outcome<Agreement> outcome = new CreateAgreement(stage.desk)
                .execute(
                        new CreateAgreementCommand(stage.key(), stage.shop, cny(100), cny(100), stage.wrongPin(li)),
                        PlainAnswers.AGREEMENT);
        refused(outcome, CustomerError.PIN_WRONG);
        assertThat(outcome.view()).isNull();
        rejected(
                () -> new CreateAgreement(stage.desk)
                        .execute(
                                new CreateAgreementCommand(
                                        stage.key(), stage.shop, cny(100_001), cny(100_001), stage.pin(li)),
                                PlainAnswers.AGREEMENT),
                PaymentError.AGREEMENT_CAP_ABOVE_POLICY);
    }

    @Test
    void anEmptyWalletAndAFrozenOneRefuseWithoutSpendingTheCap() {
        Customer li = stage.customer("李雷", 150);
        Agreement agreement = stage.agreement(li, 100, 200);
        assertThat(pay(agreement, 100).succeeded()).isTrue();
        refused(pay(agreement, 100), PaymentError.INSUFFICIENT_FUNDS);
        stage.freeze.freeze(li.id());
        refused(pay(agreement, 50), CustomerError.CUSTOMER_FROZEN);
        stage.freeze.unfreeze(li.id());
        assertThat(pay(agreement, 50).succeeded()).isTrue();
        assertThat(stage.queries
                        .agreement(Party.PLATFORM, agreement.id())
                        .orElseThrow()
                        .spentMinor())
                .isEqualTo(150);
    }
}
