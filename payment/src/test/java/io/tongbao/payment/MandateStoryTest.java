package io.tongbao.payment;

import static io.tongbao.payment.Stage.cny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.bank.BankInstrument;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.TextMessage;
import io.tongbao.payment.funding.CardAccess;
import io.tongbao.payment.funding.FundingCard;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.funding.PrepaidAccess;
import io.tongbao.payment.mandate.Mandate;
import io.tongbao.payment.mandate.MandateError;
import io.tongbao.payment.mandate.MandatePeriod;
import io.tongbao.payment.mandate.MandateTerms;
import io.tongbao.payment.mandate.Mandates;
import io.tongbao.payment.state.PaymentState;
import io.tongbao.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recurring payments within caps that hold under races, ended at any time. */
class MandateStoryTest {

    private static final PrepaidAccess NO_PREPAID = (customer, card, provider) -> {
        throw new Refused(MandateError.MANDATE_NOT_FOUND);
    };

    private static final class NoCards implements CardAccess {
        @Override
        public FundingCard card(UUID customerId, UUID cardId) {
            throw new Refused(MandateError.MANDATE_NOT_FOUND);
        }

        @Override
        public BankInstrument instrument(UUID customerId, UUID cardId) {
            throw new Refused(MandateError.MANDATE_NOT_FOUND);
        }
    }

    private final Stage stage = new Stage();
    private final Mandates mandates = new Mandates(stage.database.dataSource());
    private final PayByMandate pull = new PayByMandate(stage.desk, mandates);
    private final List<TextMessage> texts = new ArrayList<>();
    private final CustomerDesk customers = new CustomerDesk(
            stage.database.dataSource(),
            stage.ledger,
            stage.clock,
            stage.ids,
            stage.customers,
            Vault.inMemory(),
            texts::add);

    @AfterEach
    void conserved() {
        stage.assertConserved();
        stage.close();
    }

    private long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, stage.clock.instant());
    }

    private MandateTerms terms(MandatePeriod period, long cap, long periodCap, int count, boolean first, int notice) {
        return new MandateTerms(
                "视频会员 / Video",
                Currency.CNY,
                cap,
                period,
                periodCap,
                count,
                now(),
                now() + 90L * 86_400_000_000L,
                FundingSource.WALLET,
                first,
                notice);
    }

    private Mandate signed(Customer customer, MandateTerms terms) {
        return new SignMandate(stage.desk, new NoCards(), NO_PREPAID)
                .execute(
                        new SignMandate.Command(stage.key(), stage.shop, terms, stage.pin(customer)),
                        PlainAnswers.MANDATE)
                .required();
    }

    private MandatePaymentCommand command(Mandate mandate, long minor, @Nullable PayerProof proof) {
        return new MandatePaymentCommand(
                stage.key(), mandate.id(), stage.shop, stage.shopAccount, stage.reference(), cny(minor), "月费", proof);
    }

    private Outcome<Payment> take(Mandate mandate, long minor) {
        return pull.execute(command(mandate, minor, null), PlainAnswers.PAYMENT);
    }

    private static void refused(Outcome<?> outcome, ErrorCode code) {
        assertThat(outcome.refusedWith()).isEqualTo(code);
    }

    private static void rejected(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void capsHoldExactlyAndAgainInTheNextPeriod() {
        stage.clock.set(Instant.parse("2026-03-01T02:00:00Z"));
        Customer li = stage.customer("李雷", 100_000);
        Mandate mandate = signed(li, terms(MandatePeriod.MONTH, 1_500, 3_000, 3, false, 0));
        Outcome<Payment> first = take(mandate, 1_500);
        assertThat(first.required().state()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(first.required().method()).isEqualTo(ProofMethod.AGREEMENT);
        refused(take(mandate, 1_501), MandateError.MANDATE_PAYMENT_CAP);
        assertThat(take(mandate, 1_499).succeeded()).isTrue();
        refused(take(mandate, 2), MandateError.MANDATE_PERIOD_CAP);
        assertThat(take(mandate, 1).succeeded()).isTrue();
        refused(take(mandate, 1), MandateError.MANDATE_PERIOD_COUNT);
        // April begins in Shanghai.
        stage.clock.set(Instant.parse("2026-03-31T15:59:59Z"));
        refused(take(mandate, 1), MandateError.MANDATE_PERIOD_COUNT);
        stage.clock.set(Instant.parse("2026-03-31T16:00:00Z"));
        assertThat(take(mandate, 1_500).succeeded()).isTrue();
        Mandate stored = mandates.find(mandate.id()).orElseThrow();
        assertThat(stored.spentMinor()).isEqualTo(1_500);
        assertThat(stored.payments()).isEqualTo(4);
        assertThat(mandates.payments(mandate.id()))
                .hasSize(4)
                .contains(first.required().id());
        stage.clock.advance(Duration.ofDays(90));
        refused(take(mandate, 1), MandateError.MANDATE_NOT_VALID_NOW);
        assertThat(stage.available(li)).isEqualTo(100_000 - 4_500);
    }

    @Test
    void manyRacingForTheLastOfThePeriod() throws InterruptedException, ExecutionException {
        Customer li = stage.customer("Li", 100_000);
        Mandate mandate = signed(li, terms(MandatePeriod.WEEK, 100, 1_000, 1_000, false, 0));
        List<Future<Outcome<Payment>>> racing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                racing.add(threads.submit(() -> take(mandate, 100)));
            }
        }
        int succeeded = 0;
        for (Future<Outcome<Payment>> one : racing) {
            if (one.get().succeeded()) {
                succeeded++;
            } else {
                refused(one.get(), MandateError.MANDATE_PERIOD_CAP);
            }
        }
        assertThat(succeeded).isEqualTo(10);
        assertThat(stage.available(li)).isEqualTo(99_000);
    }

    @Test
    void theFirstPaymentIsProvenByTheCustomer() {
        Customer li = stage.customer("李雷", 10_000);
        Mandate mandate = signed(li, terms(MandatePeriod.DAY, 500, 1_000, 10, true, 0));
        refused(take(mandate, 500), MandateError.MANDATE_FIRST_PAYMENT_UNPROVEN);
        refused(pull.execute(command(mandate, 500, stage.wrongPin(li)), PlainAnswers.PAYMENT), CustomerError.PIN_WRONG);
        Customer han = stage.customer("韩梅梅", 0);
        rejected(
                () -> pull.execute(command(mandate, 500, stage.pin(han)), PlainAnswers.PAYMENT),
                PaymentError.NOT_THE_PAYER);
        assertThat(pull.execute(command(mandate, 500, stage.pin(li)), PlainAnswers.PAYMENT)
                        .succeeded())
                .isTrue();
        assertThat(take(mandate, 500).succeeded()).isTrue();
    }

    @Test
    void announcedInTimeOrNotAtAll() {
        Customer li = stage.customer("李雷", 10_000);
        Mandate mandate = signed(li, terms(MandatePeriod.MONTH, 500, 1_000, 10, false, 24));
        AnnounceMandatePayment announce = new AnnounceMandatePayment(customers, mandates);
        MandatePaymentCommand command = command(mandate, 500, null);
        rejected(() -> pull.execute(command, PlainAnswers.PAYMENT), MandateError.MANDATE_NOT_ANNOUNCED);
        announce.execute(stage.shop, mandate.id(), command.reference(), cny(500));
        announce.execute(stage.shop, mandate.id(), command.reference(), cny(500));
        assertThat(texts).hasSize(1);
        assertThat(texts.getFirst().text()).contains("5.00");
        stage.clock.advance(Duration.ofHours(23));
        rejected(() -> pull.execute(command, PlainAnswers.PAYMENT), MandateError.MANDATE_NOT_ANNOUNCED);
        stage.clock.advance(Duration.ofHours(1));
        assertThat(pull.execute(command, PlainAnswers.PAYMENT).succeeded()).isTrue();
        assertThat(pull.execute(command, PlainAnswers.PAYMENT).replayed()).isTrue();
        rejected(() -> announce.execute(stage.ids.next(), mandate.id(), "x", cny(1)), MandateError.MANDATE_NOT_FOUND);
    }

    @Test
    void endedAtAnyTimeByEitherSide() {
        Customer li = stage.customer("李雷", 10_000);
        Mandate mine = signed(li, terms(MandatePeriod.DAY, 500, 1_000, 10, false, 0));
        EndMandate end = new EndMandate(stage.desk);
        rejected(
                () -> end.execute(
                        new EndMandate.Command(stage.key(), mine.id(), new Party.Customer(stage.ids.next())),
                        PlainAnswers.MANDATE),
                MandateError.MANDATE_NOT_FOUND);
        Mandate ended = end.execute(
                        new EndMandate.Command(stage.key(), mine.id(), new Party.Customer(li.id())),
                        PlainAnswers.MANDATE)
                .required();
        assertThat(ended.endedBy()).isEqualTo(Mandate.EndedBy.CUSTOMER);
        refused(take(mine, 1), MandateError.MANDATE_ENDED);
        refused(
                end.execute(
                        new EndMandate.Command(stage.key(), mine.id(), new Party.Provider(stage.shop)),
                        PlainAnswers.MANDATE),
                MandateError.MANDATE_ENDED);
        Mandate theirs = signed(li, terms(MandatePeriod.DAY, 500, 1_000, 10, false, 0));
        assertThat(end.execute(
                                new EndMandate.Command(stage.key(), theirs.id(), new Party.Provider(stage.shop)),
                                PlainAnswers.MANDATE)
                        .required()
                        .endedBy())
                .isEqualTo(Mandate.EndedBy.PROVIDER);
        assertThat(stage.events(mine.id())).containsExactly("mandate.signed", "mandate.ended");
        assertThat(mandates.of(li.id())).hasSize(2);
        assertThat(stage.available(li)).isEqualTo(10_000);
    }

    @Test
    void aRefusalSpendsNothing() {
        Customer li = stage.customer("李雷", 150);
        Mandate mandate = signed(li, terms(MandatePeriod.DAY, 100, 200, 2, false, 0));
        assertThat(take(mandate, 100).succeeded()).isTrue();
        refused(take(mandate, 100), PaymentError.INSUFFICIENT_FUNDS);
        stage.freeze.freeze(li.id());
        refused(take(mandate, 50), CustomerError.CUSTOMER_FROZEN);
        stage.freeze.unfreeze(li.id());
        assertThat(take(mandate, 50).succeeded()).isTrue();
    }
}
