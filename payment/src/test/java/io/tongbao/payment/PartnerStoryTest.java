package io.tongbao.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.customer.Customer;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountStore;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerError;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.funding.InDoubtReport;
import io.tongbao.payment.funding.LegState;
import io.tongbao.payment.state.PaymentState;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Money in and out through partners, told one story at a time. */
class PartnerStoryTest {

    private final Abroad abroad = new Abroad();
    private final Stage stage = abroad.stage;
    private final Customer li = stage.customer("李雷", 10_000);
    private final FundingSource.BankCard card = abroad.card("icbc");

    @AfterEach
    void conserved() {
        stage.assertConserved();
        assertThat(abroad.suspense()).isZero();
        for (ScriptedBooks books : abroad.all()) {
            assertThat(abroad.clearing(books)).isEqualTo(books.net());
        }
        abroad.close();
    }

    @Test
    void aCardPaysAPurchase() {
        Payment created = stage.create(stage.order(2_500));

        Outcome<Payment> confirmed = abroad.confirm(created, li, card);

        assertThat(confirmed.required().state()).isEqualTo(PaymentState.PROCESSING);
        Payment paid = abroad.now(created);
        assertThat(paid.state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(paid.source()).isEqualTo(card);
        assertThat(paid.capturedMinor()).isEqualTo(2_500);
        assertThat(stage.available(li)).isEqualTo(10_000);
        assertThat(stage.shopBalance()).isEqualTo(2_500);
        assertThat(abroad.clearing(abroad.bank)).isEqualTo(2_500);
        assertThat(stage.events(paid.id()))
                .containsExactly("payment.created", "payment.processing", "payment.succeeded");
        assertThat(new String(PaymentJson.write(paid), StandardCharsets.UTF_8))
                .contains("\"funding_source\":{\"type\":\"bank_card\",\"card\":\"card_")
                .contains("\"label\":\"6222 **** **** 1234\"");
    }

    @Test
    void theSameRequestIsAnsweredTheSameAndPaysOnce() {
        Payment created = stage.create(stage.order(2_500));
        ConfirmCommand command =
                new ConfirmCommand(stage.key(), new PaymentTarget.ById(created.id()), stage.pin(li), null, card, null);
        Outcome<Payment> first = new ConfirmPayment(abroad.desk).execute(command, PlainAnswers.PAYMENT);
        Outcome<Payment> second = new ConfirmPayment(abroad.desk).execute(command, PlainAnswers.PAYMENT);
        assertThat(second.replayed()).isTrue();
        assertThat(second.answer().body()).isEqualTo(first.answer().body());
        assertThat(abroad.bank.net()).isEqualTo(2_500);
    }

    @Test
    void aRefusalFailsThePaymentInOurWords() {
        abroad.bank.next.add(Mischief.DECLINE);
        Payment created = stage.create(stage.order(2_500));
        abroad.confirm(created, li, card);
        Payment failed = abroad.now(created);
        assertThat(failed.state()).isEqualTo(PaymentState.FAILED);
        assertThat(failed.failure()).isEqualTo(PartnerError.SOURCE_INSUFFICIENT_FUNDS.code());
        assertThat(stage.shopBalance()).isZero();
    }

    @Test
    void aMissingAnswerIsAskedFor() {
        abroad.bank.next.add(Mischief.TIMEOUT_AFTER);
        Payment created = stage.create(stage.order(2_500));
        abroad.confirm(created, li, card);
        assertThat(abroad.now(created).state()).isEqualTo(PaymentState.IN_DOUBT);
        stage.clock.advance(Duration.ofSeconds(30));
        InDoubtReport report =
                abroad.desk.partners().legs().inDoubt(stage.clock.instant().toEpochMilli() * 1_000);
        assertThat(report.count()).isEqualTo(1);
        assertThat(report.oldestSeconds()).isBetween(29L, 31L);
        abroad.resolve(Duration.ofSeconds(2));
        assertThat(abroad.now(created).state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(stage.events(created.id()))
                .containsExactly("payment.created", "payment.processing", "payment.in_doubt", "payment.succeeded");
    }

    @Test
    void whatThePartnerDoesNotKnowIsTakenBackSoThatItNeverTakesEffect() {
        abroad.bank.next.add(Mischief.TIMEOUT_BEFORE);
        Payment created = stage.create(stage.order(2_500));
        abroad.confirm(created, li, card);
        abroad.resolve(Duration.ofSeconds(3));
        assertThat(abroad.leg(created).state()).isEqualTo(LegState.REVERSING);
        abroad.resolve(Duration.ofSeconds(3));
        assertThat(abroad.now(created).state()).isEqualTo(PaymentState.FAILED);
        abroad.arriveLate();
        assertThat(abroad.bank.net()).isZero();
    }

    @Test
    void aLateAnswerDecidesOnceAndComingTwiceChangesNothing() {
        abroad.bank.next.add(Mischief.LATE);
        Payment created = stage.create(stage.order(2_500));
        abroad.confirm(created, li, card);
        ScriptedBooks.Late late = abroad.bank.answers.getFirst();
        abroad.answerLate();
        assertThat(abroad.now(created).state()).isEqualTo(PaymentState.SUCCEEDED);
        String before = stage.fingerprint();
        LateAnswerDesk desk = new LateAnswerDesk(abroad.desk);
        desk.arrived(late.partner(), late.id(), late.answer());
        desk.arrived(new PartnerId("ccb"), late.id(), late.answer());
        desk.arrived(late.partner(), stage.ids.next(), new PartnerAnswer.Done(null));
        assertThat(desk.strangers()).isEqualTo(2);
        assertThat(stage.fingerprint()).isEqualTo(before);
    }

    @Test
    void cancelledOnItsWayItIsTakenBackAtThePartner() {
        abroad.bank.next.add(Mischief.LATE);
        Payment created = stage.create(stage.order(2_500));
        abroad.confirm(created, li, card);
        assertThat(abroad.cancel(created).succeeded()).isTrue();
        assertThat(abroad.now(created).state()).isEqualTo(PaymentState.CANCELLED);
        abroad.answerLate();
        assertThat(abroad.bank.net()).isEqualTo(2_500);
        abroad.resolve(Duration.ofSeconds(3));
        assertThat(abroad.bank.net()).isZero();
        assertThat(abroad.leg(created).state()).isEqualTo(LegState.REVERSED);
        assertThat(stage.events(created.id())).endsWith("payment.cancelled", "payment.reversed");
    }

    @Test
    void aProcessThatDiesBeforeOrAfterTheCallComesBackToIt() {
        for (Mischief death : List.of(Mischief.DROP_BEFORE, Mischief.DROP_AFTER)) {
            abroad.bank.next.add(death);
            Payment created = stage.create(stage.order(1_000));
            abroad.confirm(created, li, card);
            assertThat(abroad.isDead()).isTrue();
            assertThat(abroad.leg(created).state()).isEqualTo(LegState.INTENT);
            abroad.reborn();
            abroad.resolve(Duration.ofSeconds(10));
            abroad.resolve(Duration.ofSeconds(10));
            assertThat(abroad.now(created).state())
                    .isEqualTo(death == Mischief.DROP_AFTER ? PaymentState.SUCCEEDED : PaymentState.FAILED);
        }
    }

    @Test
    void whatACardPaidGoesBackToIt() {
        Payment created = stage.create(stage.order(2_500));
        abroad.confirm(created, li, card);
        Refund part = abroad.refund(created, 1_000).required();
        assertThat(part.state()).isEqualTo(RefundState.PROCESSING);
        assertThat(abroad.now(part).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(abroad.now(part).destination()).isEqualTo(RefundDestination.SOURCE);
        assertThat(abroad.bank.net()).isEqualTo(1_500);
        assertThat(abroad.refund(created, 2_000).refusedWith()).isEqualTo(PaymentError.REFUND_EXCEEDS_REMAINING);
        abroad.bank.next.add(Mischief.DECLINE);
        Refund refused = abroad.refund(created, 1_500).required();
        assertThat(abroad.now(refused).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(abroad.now(refused).destination()).isEqualTo(RefundDestination.WALLET_INSTEAD);
        assertThat(stage.available(li)).isEqualTo(11_500);
        assertThat(stage.shopBalance()).isZero();
    }

    @Test
    void aRefundWhoseFateIsUnknownIsGivenAgainUnderItsOwnId() {
        Payment created = stage.create(stage.order(2_500));
        abroad.confirm(created, li, card);
        abroad.bank.next.add(Mischief.TIMEOUT_BEFORE);
        Refund refund = abroad.refund(created, 2_500).required();
        abroad.resolve(Duration.ofSeconds(3));
        abroad.resolve(Duration.ofSeconds(5));
        assertThat(abroad.now(refund).state()).isEqualTo(RefundState.SUCCEEDED);
        abroad.arriveLate();
        assertThat(abroad.bank.net()).isZero();
    }

    @Test
    void aCardIsAuthorisedCapturedInPartAndTheRestGoesBack() {
        Payment created = stage.create(stage.order(2_500, 0, 3_600));
        abroad.confirm(created, li, card);
        assertThat(abroad.now(created).state()).isEqualTo(PaymentState.AUTHORISED);
        assertThat(stage.shopBalance()).isZero();
        assertThat(abroad.capture(created, 2_000).succeeded()).isTrue();
        assertThat(abroad.now(created).state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(stage.shopBalance()).isEqualTo(2_000);
        assertThat(abroad.bank.net()).isEqualTo(2_000);
    }

    @Test
    void whatNobodyCapturesGoesBackToTheCard() {
        Payment created = stage.create(stage.order(2_500, 0, 3_600));
        abroad.confirm(created, li, card);
        stage.clock.advance(Duration.ofSeconds(3_700));
        new ExpirePayments(abroad.desk).step(100);
        assertThat(abroad.now(created).state()).isEqualTo(PaymentState.EXPIRED);
        abroad.resolve(Duration.ofSeconds(1));
        assertThat(abroad.bank.net()).isZero();
        assertThat(stage.events(created.id())).endsWith("payment.expired", "payment.returned");
    }

    @Test
    void aFrozenShopGetsNothingAndTheCardGetsItBack() throws SQLException {
        try (Connection connection = stage.database.dataSource().getConnection()) {
            AccountStore.setFrozen(connection, stage.shopAccount, AccountFlag.CREDIT_FROZEN, true);
        }
        Payment created = stage.create(stage.order(2_500));
        abroad.confirm(created, li, card);
        assertThat(abroad.now(created).state()).isEqualTo(PaymentState.FAILED);
        assertThat(abroad.now(created).failure()).isEqualTo(PaymentError.PAYEE_ACCOUNT_FROZEN.code());
        abroad.resolve(Duration.ofSeconds(3));
        assertThat(abroad.bank.net()).isZero();
    }

    @Test
    void aWalletIsFilledAndEmptiedByCard() {
        Payment in = new TopUpWallet(abroad.desk)
                .execute(abroad.cardMoney(li, card, 5_000), PlainAnswers.PAYMENT)
                .required();
        assertThat(abroad.now(in).state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(stage.available(li)).isEqualTo(15_000);
        abroad.bank.next.add(Mischief.TIMEOUT_AFTER);
        Payment out = new WithdrawToCard(abroad.desk)
                .execute(abroad.cardMoney(li, card, 12_000), PlainAnswers.PAYMENT)
                .required();
        assertThat(stage.available(li)).isEqualTo(3_000);
        abroad.resolve(Duration.ofSeconds(3));
        assertThat(abroad.now(out).state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(abroad.bank.net()).isEqualTo(-7_000);
        Outcome<Payment> tooMuch =
                new WithdrawToCard(abroad.desk).execute(abroad.cardMoney(li, card, 3_001), PlainAnswers.PAYMENT);
        assertThat(tooMuch.refusedWith()).isEqualTo(PaymentError.INSUFFICIENT_FUNDS);
        Payment repaid = new RepayCard(abroad.desk)
                .execute(abroad.cardMoney(li, abroad.card(true, "ccb"), 1_000), PlainAnswers.PAYMENT)
                .required();
        assertThat(abroad.now(repaid).state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(abroad.otherBank.net()).isEqualTo(-1_000);
    }

    @Test
    void thePhoneBillPaysAndPhonesAreToppedUp() {
        Payment created = stage.create(stage.order(300));
        abroad.confirm(created, li, FundingSource.PHONE_BILL);
        assertThat(abroad.now(created).state()).isEqualTo(PaymentState.SUCCEEDED);
        abroad.refund(created, 300);
        assertThat(abroad.carrier.net()).isZero();
        Payment phone = new TopUpPhone(abroad.desk)
                .execute(
                        new PhoneMoneyCommand(stage.key(), stage.pin(li), null, Stage.cny(5_000), 0),
                        PlainAnswers.PAYMENT)
                .required();
        assertThat(abroad.now(phone).state()).isEqualTo(PaymentState.SUCCEEDED);
        Payment points = new ExchangePoints(abroad.desk)
                .execute(
                        new PhoneMoneyCommand(stage.key(), stage.pin(li), null, Stage.cny(200), 2_000),
                        PlainAnswers.PAYMENT)
                .required();
        assertThat(abroad.now(points).state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(stage.available(li)).isEqualTo(5_200);
        assertThat(abroad.carrier.net()).isEqualTo(-4_800);
    }

    @Test
    void staffSwitchABankOffAndWeighBanks() {
        FundingSource.BankCard both = abroad.card("icbc", "ccb");
        abroad.switches.set(new PartnerId("icbc"), true, 0, "staff", "slow");
        for (int i = 0; i < 5; i++) {
            abroad.confirm(stage.create(stage.order(100)), li, both);
        }
        assertThat(abroad.otherBank.net()).isEqualTo(500);
        abroad.switches.set(new PartnerId("icbc"), false, 100, "staff", "trouble");
        Payment created = stage.create(stage.order(100));
        assertThatThrownBy(() -> abroad.confirm(created, li, card))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo(PartnerError.PARTNER_UNAVAILABLE));
        assertThat(abroad.now(created).state()).isEqualTo(PaymentState.CREATED);
    }
}
