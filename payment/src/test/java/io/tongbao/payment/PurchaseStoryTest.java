package io.tongbao.payment;

import static io.tongbao.payment.Stage.cny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Transfer;
import io.tongbao.payment.state.PaymentState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can happen to an order, told with real money on a real ledger. */
class PurchaseStoryTest {

    private final Stage stage = new Stage();

    @AfterEach
    void conserved() {
        stage.assertConserved();
        stage.close();
    }

    @Test
    void anOrderIsConfirmedByPin() {
        Customer li = stage.customer("李雷", 10_000);
        Payment created = stage.create(stage.order(2_500));
        assertThat(created.state()).isEqualTo(PaymentState.CREATED);
        assertThat(stage.available(li)).isEqualTo(10_000);

        Outcome<Payment> confirmed = stage.confirm(created, stage.pin(li));

        assertThat(confirmed.succeeded()).isTrue();
        Payment paid = confirmed.required();
        assertThat(paid.state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(paid.payerId()).isEqualTo(li.id());
        assertThat(paid.capturedMinor()).isEqualTo(2_500);
        assertThat(paid.method()).isEqualTo(ProofMethod.PIN);
        assertThat(stage.now(paid)).isEqualTo(paid);
        assertThat(stage.available(li)).isEqualTo(7_500);
        assertThat(stage.shopBalance()).isEqualTo(2_500);
        assertThat(stage.events(paid.id())).containsExactly("payment.created", "payment.succeeded");
        assertThat(stage.queries.byReference(stage.shop, required(paid.reference())))
                .contains(paid);
    }

    @Test
    void anOrderForOnePayerIsNotPaidByAnother() {
        Customer li = stage.customer("李雷", 1_000);
        Customer han = stage.customer("韩梅梅", 1_000);
        CreatePaymentCommand any = stage.order(500);
        Payment created = stage.create(new CreatePaymentCommand(
                any.idempotency(),
                stage.shop,
                stage.shopAccount,
                any.reference(),
                any.amount(),
                "tea",
                li.id(),
                900,
                0,
                CaptureMode.AUTOMATIC,
                0));
        refused(stage.confirm(created, stage.pin(han)), PaymentError.NOT_THE_PAYER);
        assertThat(stage.confirm(created, stage.pin(li)).succeeded()).isTrue();
    }

    @Test
    void anEmptyWalletFailsThePayment() {
        Customer li = stage.customer("李雷", 2_499);
        Outcome<Payment> outcome = stage.confirm(stage.create(stage.order(2_500)), stage.pin(li));
        refused(outcome, PaymentError.INSUFFICIENT_FUNDS);
        assertThat(outcome.required().state()).isEqualTo(PaymentState.FAILED);
        assertThat(outcome.required().failure()).isEqualTo("insufficient_funds");
        assertThat(stage.available(li)).isEqualTo(2_499);
        assertThat(stage.events(outcome.required().id())).containsExactly("payment.created", "payment.failed");
        refused(stage.confirm(outcome.required(), stage.pin(li)), PaymentError.PAYMENT_ALREADY_FAILED);
    }

    @Test
    void aWrongPinLeavesTheOrderToTheNextTry() {
        Customer li = stage.customer("李雷", 3_000);
        Payment created = stage.create(stage.order(2_500));
        Outcome<Payment> wrong = stage.confirm(created, stage.wrongPin(li));
        refused(wrong, CustomerError.PIN_WRONG);
        assertThat(text(wrong.answer())).isEqualTo("{\"code\":\"pin_wrong\",\"detail\":\"guesses left: 4\"}");
        assertThat(stage.now(created)).isEqualTo(created);
        assertThat(stage.confirm(created, stage.pin(li)).succeeded()).isTrue();
    }

    @Test
    void theAmountThePayerSawIsTheAmountPaid() {
        Customer li = stage.customer("李雷", 3_000);
        Payment created = stage.create(stage.order(2_500));
        Outcome<Payment> outcome = new ConfirmPayment(stage.desk)
                .execute(
                        new ConfirmCommand(stage.key(), new PaymentTarget.ById(created.id()), stage.pin(li), 2_400L),
                        PlainAnswers.PAYMENT);
        refused(outcome, PaymentError.AMOUNT_MISMATCH);
        assertThat(stage.available(li)).isEqualTo(3_000);
    }

    @Test
    void anOrderExpiresNeverEarlyAndOnce() {
        Customer li = stage.customer("李雷", 3_000);
        Payment created = stage.create(stage.order(2_500));
        ExpirePayments job = new ExpirePayments(stage.desk);
        stage.clock.advance(Duration.ofSeconds(899));
        job.step(100);
        assertThat(stage.now(created).state()).isEqualTo(PaymentState.CREATED);
        stage.clock.advance(Duration.ofSeconds(2));
        refused(stage.confirm(created, stage.pin(li)), PaymentError.PAYMENT_EXPIRED);
        assertThat(job.step(100)).isEqualTo(1);
        assertThat(job.step(100)).isZero();
        assertThat(stage.now(created).state()).isEqualTo(PaymentState.EXPIRED);
        assertThat(stage.events(created.id())).containsExactly("payment.created", "payment.expired");
        refused(stage.confirm(created, stage.pin(li)), PaymentError.PAYMENT_EXPIRED);
        refused(stage.cancel(created, new Party.Provider(stage.shop)), PaymentError.PAYMENT_EXPIRED);
    }

    @Test
    void cancellingBeforeAndAfterSuccessReturnsEverything() {
        Customer li = stage.customer("李雷", 3_000);
        Payment never = stage.create(stage.order(1_000));
        assertThat(stage.cancel(never, new Party.Provider(stage.shop))
                        .required()
                        .state())
                .isEqualTo(PaymentState.CANCELLED);
        refused(stage.confirm(never, stage.pin(li)), PaymentError.PAYMENT_ALREADY_CANCELLED);

        Payment paid = stage.paid(li, stage.order(2_000, 600, 0));
        stage.clock.advance(Duration.ofSeconds(599));
        Payment taken = stage.cancel(paid, new Party.Customer(li.id())).required();
        assertThat(taken.state()).isEqualTo(PaymentState.CANCELLED);
        assertThat(stage.available(li)).isEqualTo(3_000);
        assertThat(stage.shopBalance()).isZero();
        assertThat(stage.events(paid.id()))
                .containsExactly("payment.created", "payment.succeeded", "payment.cancelled");
        refused(stage.cancel(paid, new Party.Customer(li.id())), PaymentError.PAYMENT_ALREADY_CANCELLED);
    }

    @Test
    void cancellingIsRefusedAfterTheWindowAfterARefundAndWithoutMoney() {
        Customer li = stage.customer("李雷", 3_000);
        Payment late = stage.paid(li, stage.order(1_000, 600, 0));
        stage.clock.advance(Duration.ofSeconds(601));
        refused(stage.cancel(late, new Party.Provider(stage.shop)), PaymentError.CANCEL_WINDOW_OVER);

        Payment refunded = stage.paid(li, stage.order(1_000, 600, 0));
        assertThat(stage.refund(refunded, 1).succeeded()).isTrue();
        refused(stage.cancel(refunded, new Party.Provider(stage.shop)), PaymentError.ALREADY_REFUNDED);

        Payment stranger = stage.paid(li, stage.order(500, 600, 0));
        rejected(() -> stage.cancel(stranger, new Party.Provider(UUID.randomUUID())), PaymentError.PAYMENT_NOT_FOUND);
    }

    @Test
    void aShopWithoutMoneyCannotCancelButMayTryAgain() {
        Customer li = stage.customer("李雷", 3_000);
        Payment paid = stage.paid(li, stage.order(2_000, 600, 0));
        long elsewhere = stage.account(ChartOfAccounts.SUSPENSE, null);
        move(stage.shopAccount, elsewhere, 1_500);
        refused(stage.cancel(paid, new Party.Provider(stage.shop)), PaymentError.PROVIDER_BALANCE_INSUFFICIENT);
        assertThat(stage.now(paid).state()).isEqualTo(PaymentState.SUCCEEDED);
        Outcome<Refund> refund = stage.refund(paid, 600);
        refused(refund, PaymentError.PROVIDER_BALANCE_INSUFFICIENT);
        assertThat(refund.required().state()).isEqualTo(RefundState.FAILED);
        move(elsewhere, stage.shopAccount, 1_500);
        assertThat(stage.cancel(paid, new Party.Provider(stage.shop)).succeeded())
                .isTrue();
        assertThat(stage.available(li)).isEqualTo(3_000);
    }

    @Test
    void refundsArePartialAndManyAndNeverAboveTheRest() {
        Customer li = stage.customer("李雷", 3_000);
        Payment paid = stage.paid(li, stage.order(2_000));
        Refund first = stage.refund(paid, 700).required();
        assertThat(stage.refund(paid, 1_299).succeeded()).isTrue();
        Outcome<Refund> tooMuch = stage.refund(paid, 2);
        refused(tooMuch, PaymentError.REFUND_EXCEEDS_REMAINING);
        assertThat(stage.refund(paid, 1).succeeded()).isTrue();
        refused(stage.refund(paid, 1), PaymentError.REFUND_EXCEEDS_REMAINING);

        assertThat(stage.now(paid).refundedMinor()).isEqualTo(2_000);
        assertThat(stage.now(paid).state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(stage.available(li)).isEqualTo(3_000);
        assertThat(stage.queries.refunds(new Party.Provider(stage.shop), paid.id()))
                .extracting(Refund::state)
                .containsExactly(
                        RefundState.SUCCEEDED,
                        RefundState.SUCCEEDED,
                        RefundState.FAILED,
                        RefundState.SUCCEEDED,
                        RefundState.FAILED);
        assertThat(stage.events(first.id())).containsExactly("refund.succeeded");
        assertThat(stage.events(tooMuch.required().id())).containsExactly("refund.failed");
        refused(stage.refund(stage.create(stage.order(100)), 1), PaymentError.PAYMENT_NOT_SUCCEEDED);
    }

    @Test
    void aReservedPaymentIsCapturedInPart() {
        Customer li = stage.customer("李雷", 3_000);
        Payment authorised = stage.paid(li, stage.order(2_000, 0, 3_600));
        assertThat(authorised.state()).isEqualTo(PaymentState.AUTHORISED);
        assertThat(stage.available(li)).isEqualTo(1_000);
        assertThat(stage.shopBalance()).isZero();
        refused(stage.capture(authorised, 2_001), PaymentError.CAPTURE_EXCEEDS_AUTHORISED);
        Payment captured = stage.capture(authorised, 1_200).required();
        assertThat(captured.state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(captured.capturedMinor()).isEqualTo(1_200);
        assertThat(stage.available(li)).isEqualTo(1_800);
        assertThat(stage.shopBalance()).isEqualTo(1_200);
        refused(stage.capture(authorised, 1), PaymentError.PAYMENT_NOT_AUTHORISED);
        refused(stage.refund(authorised, 1_201), PaymentError.REFUND_EXCEEDS_REMAINING);
        assertThat(stage.refund(authorised, 1_200).succeeded()).isTrue();
        assertThat(stage.events(authorised.id()))
                .containsExactly("payment.created", "payment.authorised", "payment.succeeded");
    }

    @Test
    void aReservedPaymentIsRejectedCancelledOrExpires() {
        Customer li = stage.customer("李雷", 3_000);
        Payment rejected = stage.paid(li, stage.order(2_000, 0, 3_600));
        assertThat(stage.capture(rejected, 0).required().state()).isEqualTo(PaymentState.CANCELLED);
        assertThat(stage.available(li)).isEqualTo(3_000);

        Payment cancelled = stage.paid(li, stage.order(2_000, 0, 3_600));
        assertThat(stage.cancel(cancelled, new Party.Customer(li.id())).succeeded())
                .isTrue();
        assertThat(stage.available(li)).isEqualTo(3_000);

        Payment silent = stage.paid(li, stage.order(2_000, 0, 3_600));
        ExpirePayments job = new ExpirePayments(stage.desk);
        stage.clock.advance(Duration.ofSeconds(3_599));
        job.step(100);
        assertThat(stage.now(silent).state()).isEqualTo(PaymentState.AUTHORISED);
        assertThat(stage.available(li)).isEqualTo(1_000);
        stage.clock.advance(Duration.ofSeconds(2));
        refused(stage.capture(silent, 1), PaymentError.CAPTURE_WINDOW_OVER);
        job.step(100);
        assertThat(stage.now(silent).state()).isEqualTo(PaymentState.EXPIRED);
        assertThat(stage.available(li)).isEqualTo(3_000);
        refused(stage.capture(silent, 1), PaymentError.CAPTURE_WINDOW_OVER);
        assertThat(job.step(100)).isZero();
    }

    @Test
    void anExpiryThatTheLedgerMadeFirstIsTakenOver() {
        Customer li = stage.customer("李雷", 3_000);
        Payment silent = stage.paid(li, stage.order(2_000, 0, 3_600));
        stage.clock.advance(Duration.ofSeconds(3_700));
        assertThat(stage.ledger.expireDue(Duration.ofSeconds(10), 100)).isEqualTo(1);
        new ExpirePayments(stage.desk).step(100);
        assertThat(stage.now(silent).state()).isEqualTo(PaymentState.EXPIRED);
        assertThat(stage.available(li)).isEqualTo(3_000);
    }

    @Test
    void frozenCustomersReceiveAndClosedOnesDoNothing() {
        Customer li = stage.customer("李雷", 3_000);
        Payment paid = stage.paid(li, stage.order(1_000));
        stage.freeze.freeze(li.id());
        Payment created = stage.create(stage.order(500));
        refused(stage.confirm(created, stage.pin(li)), CustomerError.CUSTOMER_FROZEN);
        assertThat(stage.now(created).state()).isEqualTo(PaymentState.CREATED);
        assertThat(stage.refund(paid, 100).succeeded()).isTrue();
        stage.freeze.unfreeze(li.id());
        assertThat(stage.confirm(created, stage.pin(li)).succeeded()).isTrue();
        stage.freeze.close(li.id());
        refused(stage.refund(paid, 100), CustomerError.PAYEE_CLOSED);
        refused(stage.confirm(stage.create(stage.order(500)), stage.pin(li)), CustomerError.CUSTOMER_CLOSED);
        assertThat(stage.available(li)).isEqualTo(1_600);
    }

    @Test
    void aRepeatGetsTheFirstAnswerAndAnotherRequestUnderTheSameKeyNone() {
        Customer li = stage.customer("李雷", 3_000);
        CreatePaymentCommand order = stage.order(1_000);
        Outcome<Payment> first = new CreatePayment(stage.desk).execute(order, PlainAnswers.PAYMENT);
        Outcome<Payment> again = new CreatePayment(stage.desk).execute(order, PlainAnswers.PAYMENT);
        assertThat(again.replayed()).isTrue();
        assertThat(again.answer().status()).isEqualTo(first.answer().status());
        assertThat(again.answer().body()).isEqualTo(first.answer().body());
        rejected(
                () -> new CreatePayment(stage.desk)
                        .execute(
                                new CreatePaymentCommand(
                                        order.idempotency(),
                                        stage.shop,
                                        stage.shopAccount,
                                        order.reference(),
                                        cny(1_001),
                                        "两杯咖啡",
                                        null,
                                        900,
                                        0,
                                        CaptureMode.AUTOMATIC,
                                        0),
                                PlainAnswers.PAYMENT),
                PaymentError.IDEMPOTENCY_KEY_REUSED);
        ConfirmCommand confirm = new ConfirmCommand(
                stage.key(), new PaymentTarget.ById(first.required().id()), stage.pin(li), null);
        Outcome<Payment> confirmed = new ConfirmPayment(stage.desk).execute(confirm, PlainAnswers.PAYMENT);
        Outcome<Payment> repeated = new ConfirmPayment(stage.desk).execute(confirm, PlainAnswers.PAYMENT);
        assertThat(repeated.answer().body()).isEqualTo(confirmed.answer().body());
        refused(stage.confirm(confirmed.required(), stage.pin(li)), PaymentError.PAYMENT_ALREADY_CONFIRMED);
        assertThat(stage.available(li)).isEqualTo(2_000);
    }

    @Test
    void aReferenceIsUsedOnce() {
        CreatePaymentCommand order = stage.order(1_000);
        stage.create(order);
        rejected(
                () -> stage.create(new CreatePaymentCommand(
                        stage.key(),
                        stage.shop,
                        stage.shopAccount,
                        order.reference(),
                        cny(1_000),
                        "",
                        null,
                        900,
                        0,
                        CaptureMode.AUTOMATIC,
                        0)),
                PaymentError.REFERENCE_ALREADY_USED);
    }

    @Test
    void cancellationAndRefundsRacingGiveBackNoMoreThanWasPaid() throws InterruptedException, ExecutionException {
        Customer li = stage.customer("李雷", 10_000);
        stage.paid(li, stage.order(3_000));
        for (int round = 0; round < 5; round++) {
            Payment paid = stage.paid(li, stage.order(1_000, 600, 0));
            long before = stage.available(li);
            List<Future<Long>> racing = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 5; i++) {
                    racing.add(threads.submit(() -> stage.refund(paid, 300).succeeded() ? 300L : 0L));
                    racing.add(threads.submit(() ->
                            stage.cancel(paid, new Party.Customer(li.id())).succeeded() ? 1_000L : 0L));
                }
            }
            long given = 0;
            for (Future<Long> one : racing) {
                given += one.get();
            }
            assertThat(given).isIn(900L, 1_000L);
            assertThat(stage.available(li)).isEqualTo(before + given);
        }
    }

    private void move(long from, long to, long minor) {
        assertThat(stage.ledger.post(
                        Posting.of(Transfer.single(stage.ids.next(), from, to, minor, Currency.CNY.ledger(), 1, null))))
                .isInstanceOf(Decision.Applied.class);
    }

    static void refused(Outcome<?> outcome, ErrorCode code) {
        assertThat(outcome.refusedWith()).isEqualTo(code);
        assertThat(outcome.answer().status()).isEqualTo(code.httpStatus());
    }

    static void rejected(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static String text(StoredAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String required(@Nullable String text) {
        return Objects.requireNonNull(text);
    }
}
