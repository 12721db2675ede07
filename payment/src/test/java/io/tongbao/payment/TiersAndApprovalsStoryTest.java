package io.tongbao.payment;

import static io.tongbao.payment.PurchaseStoryTest.refused;
import static io.tongbao.payment.PurchaseStoryTest.rejected;
import static io.tongbao.payment.Stage.cny;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.CustomerKind;
import io.tongbao.customer.Language;
import io.tongbao.customer.Pin;
import io.tongbao.customer.RegisterCommand;
import io.tongbao.customer.challenge.Challenge;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.Need;
import io.tongbao.customer.challenge.OperatorApproval;
import io.tongbao.customer.tier.Tier;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import io.tongbao.payment.state.PaymentState;
import io.tongbao.vault.Vault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Payments within the classes of accounts, and payments that a challenge approved. */
class TiersAndApprovalsStoryTest {

    private final Stage stage = new Stage();
    private final CustomerDesk customers = new CustomerDesk(
            stage.database.dataSource(),
            stage.ledger,
            stage.clock,
            stage.ids,
            stage.customers,
            Vault.inMemory(),
            text -> {});
    private final Challenges challenges = new Challenges(customers);
    private final ChallengePayer challengePayer = new ChallengePayer(stage.desk, challenges);
    private final Customer li = limited(1, Tier.I, 1_000_000);
    private final Customer han = stage.customer("Han Meimei", 0);

    @AfterEach
    void conserved() {
        stage.assertConserved();
        stage.close();
    }

    private Customer limited(int n, Tier tier, long balanceMinor) {
        Customer customer = stage.register.execute(new RegisterCommand(
                stage.ids.next(),
                new Msisdn("+8613700000" + (100 + n)),
                "李雷",
                Currency.CNY,
                Pin.of(Stage.PIN),
                true,
                n < 10 ? CustomerKind.PERSON : CustomerKind.ENTERPRISE,
                Language.ZH));
        customers.allowances().setTier(customer.id(), tier);
        new CashIn(stage.desk)
                .execute(
                        new CashInCommand(
                                stage.key(), stage.bank, stage.bankAccount, customer.id(), null, cny(balanceMinor)),
                        PlainAnswers.PAYMENT);
        return customer;
    }

    private Outcome<Payment> transfer(PayerProof proof, Customer to, long minor) {
        return new TransferToPerson(stage.desk)
                .execute(
                        new TransferCommand(
                                stage.key(),
                                proof,
                                new TransferCommand.Payee.ByNumber(to.msisdn()),
                                cny(minor),
                                null,
                                "饭钱"),
                        PlainAnswers.PAYMENT);
    }

    @Test
    void everyWayToPayCountsAgainstTheClass() {
        stage.paid(li, stage.order(30_000));
        transfer(stage.pin(li), han, 30_000).required();
        Agreement agreement = stage.agreement(li, 30_000, 90_000);
        new PayByAgreement(stage.desk)
                .execute(stage.byAgreement(agreement, 30_000), PlainAnswers.PAYMENT)
                .required();
        refused(transfer(stage.pin(li), han, 10_001), CustomerError.TIER_LIFETIME_LIMIT);
        // What failed for want of money does not count; what a wrong PIN stopped does not either.
        refused(transfer(stage.wrongPin(li), han, 10_000), CustomerError.PIN_WRONG);
        Payment last = stage.paid(li, stage.order(10_000, 600, 0));
        refused(
                new PayByAgreement(stage.desk).execute(stage.byAgreement(agreement, 1), PlainAnswers.PAYMENT),
                CustomerError.TIER_LIFETIME_LIMIT);
        // A refund does not restore the limit.
        assertThat(stage.refund(last, 10_000).succeeded()).isTrue();
        refused(stage.confirm(stage.create(stage.order(1)), stage.pin(li)), CustomerError.TIER_LIFETIME_LIMIT);
        customers.allowances().setTier(li.id(), Tier.II);
        stage.paid(li, stage.order(500_000));
        // Load tools' packs have no classes.
        Customer none = limited(2, Tier.NONE, 100);
        refused(transfer(stage.pin(none), han, 1), CustomerError.IDENTITY_REQUIRED);
        PaymentDesk bench = stage.desk(PolicyPack.BENCH);
        assertThat(new TransferToPerson(bench)
                        .execute(
                                new TransferCommand(
                                        stage.key(),
                                        new PayerProof.NoProof(none.id()),
                                        new TransferCommand.Payee.ById(han.id()),
                                        cny(1),
                                        null,
                                        ""),
                                PlainAnswers.PAYMENT)
                        .succeeded())
                .isTrue();
    }

    @Test
    void aMovedNumberDoesNotGetTheMoney() {
        transfer(stage.pin(li), han, 1).required();
        stage.jdbc
                .sql("UPDATE customer.customer SET msisdn = '+8613999999999' WHERE id = ?")
                .param(han.id())
                .update();
        rejected(() -> transfer(stage.pin(li), han, 1), CustomerError.CUSTOMER_FACTS_CHANGED);
        // The node has looked again.
        rejected(() -> transfer(stage.pin(li), han, 1), PaymentError.PAYEE_NOT_FOUND);
        assertThat(stage.available(han)).isEqualTo(1);
    }

    @Test
    void anApprovedOrderIsPaidOnceAndOnlyThat() throws InterruptedException, ExecutionException {
        Payment order = stage.create(stage.order(70_000));
        Challenge challenge = challengePayer.forOrder(li.id(), order.id(), "通宝咖啡");
        assertThat(challenge.shown()).isEqualTo("通宝咖啡 两杯咖啡");
        assertThat(challenge.need()).isEqualTo(Need.ONE_FACTOR);
        PayerProof proof = new PayerProof.ApprovalProof(li.id(), challenge.id());
        refused(stage.confirm(order, proof), CustomerError.CHALLENGE_OPEN);
        satisfy(challenge);
        refused(stage.confirm(stage.create(stage.order(70_001)), proof), CustomerError.CHALLENGE_MISMATCH);
        refused(transfer(proof, han, 70_000), CustomerError.CHALLENGE_MISMATCH);
        rejected(
                () -> stage.confirm(order, new PayerProof.ApprovalProof(han.id(), challenge.id())),
                CustomerError.CHALLENGE_NOT_FOUND);
        Payment other = stage.create(stage.order(70_000));
        int paid = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome<Payment>>> racing = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Payment target = i % 2 == 0 ? order : other;
                racing.add(threads.submit(() -> stage.confirm(target, proof)));
            }
            for (Future<Outcome<Payment>> each : racing) {
                paid += each.get().succeeded() ? 1 : 0;
            }
        }
        assertThat(paid).isEqualTo(1);
        assertThat(stage.available(li)).isEqualTo(930_000);
        assertThat(List.of(stage.now(order).state(), stage.now(other).state()))
                .containsOnlyOnce(PaymentState.SUCCEEDED);
    }

    @Test
    void anApprovedTransferReachesThePayeeThatWasShown() {
        Challenge challenge =
                challengePayer.forTransfer(li.id(), new TransferCommand.Payee.ByNumber(han.msisdn()), cny(5_000), "饭钱");
        assertThat(challenge.shown()).contains("H** Meimei", "****").doesNotContain("Han");
        satisfy(challenge);
        Payment done = transfer(new PayerProof.ApprovalProof(li.id(), challenge.id()), han, 5_000)
                .required();
        assertThat(done.method()).isEqualTo(ProofMethod.CHALLENGE);
        rejected(
                () -> challengePayer.forTransfer(li.id(), new TransferCommand.Payee.ById(li.id()), cny(1), ""),
                PaymentError.SAME_PAYER_AND_PAYEE);
        Challenge late = challengePayer.forTransfer(li.id(), new TransferCommand.Payee.ById(han.id()), cny(5_000), "");
        satisfy(late);
        stage.clock.advance(Duration.ofMinutes(6));
        refused(
                transfer(new PayerProof.ApprovalProof(li.id(), late.id()), han, 5_000),
                CustomerError.CHALLENGE_EXPIRED);
    }

    @Test
    void anEnterprisePaysPersonsAndEnterprisesWhatItsOperatorsAgreedTo() {
        Customer company = limited(20, Tier.ENTERPRISE, 10_000_000);
        Customer supplier = limited(21, Tier.ENTERPRISE, 1);
        PayFromEnterprise pay = new PayFromEnterprise(stage.desk);
        for (Customer payee : List.of(han, supplier)) {
            Challenge agreed = challenges.openEnterprise(
                    new Challenges.PaymentCommand(company.id(), cny(3_000_000), payee.walletAccountId(), "货款"),
                    li.id(),
                    Need.MAKER_AND_CHECKER);
            OperatorApproval approval = new OperatorApproval(customers, new CustomerGuards(stage.keyring));
            approval.execute(agreed.id(), company.id(), li.id(), true, true, Pin.of(Stage.PIN));
            Challenge half = challenges.find(agreed.id());
            rejected(() -> pay.execute(half, PlainAnswers.PAYMENT), CustomerError.CHALLENGE_OPEN);
            approval.execute(agreed.id(), company.id(), han.id(), true, true, Pin.of(Stage.PIN));
            Challenge both = challenges.find(agreed.id());
            assertThat(pay.execute(both, PlainAnswers.PAYMENT).succeeded()).isTrue();
            assertThat(pay.execute(both, PlainAnswers.PAYMENT).replayed()).isTrue();
        }
        assertThat(stage.available(company)).isEqualTo(4_000_000);
        assertThat(stage.available(supplier)).isEqualTo(3_000_001);
        assertThat(stage.available(han)).isEqualTo(3_000_000);
    }

    private void satisfy(Challenge challenge) {
        // How factors are proven is told by the customer module's own stories.
        stage.jdbc
                .sql("UPDATE customer.challenge SET state = 2, proven = 1 WHERE id = ?")
                .param(challenge.id())
                .update();
    }
}
