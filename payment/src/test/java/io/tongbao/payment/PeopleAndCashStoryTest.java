package io.tongbao.payment;

import static io.tongbao.payment.PurchaseStoryTest.refused;
import static io.tongbao.payment.PurchaseStoryTest.rejected;
import static io.tongbao.payment.Stage.cny;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.kernel.Msisdn;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.payment.state.PaymentState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Money between people and at agents; PINs under attack. */
class PeopleAndCashStoryTest {

    private final Stage stage = new Stage();
    private final Customer li = stage.customer("李雷", 10_000);
    private final Customer han = stage.customer("Han Meimei", 0);

    @AfterEach
    void conserved() {
        stage.assertConserved();
        stage.close();
    }

    private Outcome<Payment> transfer(PayerProof proof, Msisdn to, long minor, @Nullable String name) {
        return new TransferToPerson(stage.desk)
                .execute(
                        new TransferCommand(
                                stage.key(), proof, new TransferCommand.Payee.ByNumber(to), cny(minor), name, "饭钱"),
                        PlainAnswers.PAYMENT);
    }

    @Test
    void aTransferReachesThePersonNamed() {
        Payment done =
                transfer(stage.pin(li), han.msisdn(), 4_000, "h** meimei").required();
        assertThat(done.state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(done.payeeId()).isEqualTo(han.id());
        assertThat(stage.available(li)).isEqualTo(6_000);
        assertThat(stage.available(han)).isEqualTo(4_000);
        assertThat(stage.events(done.id())).containsExactly("payment.succeeded");
        rejected(() -> transfer(stage.pin(li), han.msisdn(), 1, "H** Lei"), PaymentError.PAYEE_NAME_MISMATCH);
        rejected(() -> transfer(stage.pin(li), li.msisdn(), 1, null), PaymentError.SAME_PAYER_AND_PAYEE);
        rejected(() -> transfer(stage.pin(li), new Msisdn("+8613000000000"), 1, null), PaymentError.PAYEE_NOT_FOUND);
        refused(transfer(stage.pin(li), han.msisdn(), 6_001, null), PaymentError.INSUFFICIENT_FUNDS);
        // A transfer has no provider, so nobody's refund finds it.
        rejected(() -> stage.refund(done, 1), PaymentError.PAYMENT_NOT_FOUND);
        stage.freeze.close(han.id());
        refused(transfer(stage.pin(li), han.msisdn(), 1, null), CustomerError.PAYEE_CLOSED);
        assertThat(stage.available(li)).isEqualTo(6_000);
    }

    @Test
    void cashGoesInAndOut() {
        long agentAccount = stage.account(ChartOfAccounts.AGENT_FLOAT, AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS);
        CashOut out = new CashOut(stage.desk);
        CashOutCommand take =
                new CashOutCommand(stage.key(), stage.shop, agentAccount, "c-1", cny(3_000), stage.pin(li));
        Payment done = out.execute(take, PlainAnswers.PAYMENT).required();
        assertThat(done.kind()).isEqualTo(PaymentKind.CASH_OUT);
        assertThat(stage.available(li)).isEqualTo(7_000);
        refused(
                out.execute(
                        new CashOutCommand(stage.key(), stage.shop, agentAccount, "c-2", cny(1), stage.wrongPin(li)),
                        PlainAnswers.PAYMENT),
                CustomerError.PIN_WRONG);
        CashIn in = new CashIn(stage.desk);
        Outcome<Payment> given = in.execute(
                new CashInCommand(stage.key(), stage.shop, agentAccount, han.id(), "c-3", cny(3_000)),
                PlainAnswers.PAYMENT);
        assertThat(given.required().payeeId()).isEqualTo(han.id());
        assertThat(stage.available(han)).isEqualTo(3_000);
        refused(
                in.execute(
                        new CashInCommand(stage.key(), stage.shop, agentAccount, han.id(), "c-4", cny(1)),
                        PlainAnswers.PAYMENT),
                PaymentError.AGENT_FLOAT_INSUFFICIENT);
        rejected(
                () -> in.execute(
                        new CashInCommand(stage.key(), stage.shop, agentAccount, han.id(), "c-1", cny(1)),
                        PlainAnswers.PAYMENT),
                PaymentError.REFERENCE_ALREADY_USED);
        assertThat(stage.queries.statement(li.id(), Long.MAX_VALUE, 10))
                .extracting(line -> line.balanceAfter())
                .containsExactly(7_000L, 10_000L);
    }

    @Test
    void proofsAreWaivedForLoadToolsOnly() {
        DirectPaymentCommand command = new DirectPaymentCommand(
                stage.key(), stage.shop, stage.shopAccount, "row-1", cny(10), "", 0, new PayerProof.NoProof(li.id()));
        rejected(() -> new PayDirectly(stage.desk).execute(command, PlainAnswers.PAYMENT), PaymentError.PROOF_REQUIRED);
        PaymentDesk replay = stage.desk(PolicyPack.REPLAY);
        assertThat(new PayDirectly(replay)
                        .execute(command, PlainAnswers.PAYMENT)
                        .succeeded())
                .isTrue();
        assertThat(new PayDirectly(replay)
                        .execute(command, PlainAnswers.PAYMENT)
                        .replayed())
                .isTrue();
    }

    @Test
    void fiftyGuessesAtOnceGetFive() throws InterruptedException, ExecutionException {
        List<Future<Outcome<Payment>>> guesses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                guesses.add(threads.submit(() -> transfer(stage.wrongPin(li), han.msisdn(), 1, null)));
            }
        }
        int wrong = 0;
        for (Future<Outcome<Payment>> guess : guesses) {
            if (guess.get().refusedWith() == CustomerError.PIN_WRONG) {
                wrong++;
            } else {
                refused(guess.get(), CustomerError.PIN_LOCKED);
            }
        }
        assertThat(wrong).isEqualTo(5);
        assertThat(stage.available(li)).isEqualTo(10_000);
    }

    @Test
    void aLockGrowsAndTheRightPinClearsIt() {
        for (int i = 0; i < 5; i++) {
            refused(transfer(stage.wrongPin(li), han.msisdn(), 1, null), CustomerError.PIN_WRONG);
        }
        refused(transfer(stage.pin(li), han.msisdn(), 1, null), CustomerError.PIN_LOCKED);
        stage.clock.advance(Duration.ofSeconds(61));
        refused(transfer(stage.wrongPin(li), han.msisdn(), 1, null), CustomerError.PIN_WRONG);
        stage.clock.advance(Duration.ofSeconds(290));
        refused(transfer(stage.pin(li), han.msisdn(), 1, null), CustomerError.PIN_LOCKED);
        stage.clock.advance(Duration.ofSeconds(11));
        assertThat(transfer(stage.pin(li), han.msisdn(), 1, null).succeeded()).isTrue();
        for (int i = 0; i < 4; i++) {
            refused(transfer(stage.wrongPin(li), han.msisdn(), 1, null), CustomerError.PIN_WRONG);
        }
        assertThat(transfer(stage.pin(li), han.msisdn(), 1, null).succeeded()).isTrue();
    }

    @Test
    void aPinCopiedToAnotherCustomerIsWorthless() {
        stage.jdbc.sql("""
                        UPDATE customer.pin p SET salt = s.salt, verifier = s.verifier, key_version = s.key_version
                        FROM customer.pin s WHERE s.customer_id = ? AND p.customer_id = ?""").param(han.id()).param(li.id()).update();
        refused(transfer(stage.pin(li), han.msisdn(), 1, null), CustomerError.PIN_WRONG);
    }
}
